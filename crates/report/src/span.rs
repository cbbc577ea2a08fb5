//! Spans of a text, and the one conversion from bytes to code points.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeTuple};

/// A half-open stretch `[start, end)` of a report's text, in bytes on character boundaries.
///
/// Inside a [`Contract`](crate::Contract) the same type counts code points; nowhere else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets.
    ///
    /// # Panics
    /// If `start > end`, or if an offset does not fit in 32 bits: intake bounds every text below 4 GiB.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "span [{start}, {end}) ends before it starts");
        let fit = |offset: usize| u32::try_from(offset).expect("a report's text is below 4 GiB");
        Self { start: fit(start), end: fit(end) }
    }

    /// The byte range, to slice with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The characters of `text` that the span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two spans share a character.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same span without white space at either end of what it covers in `text`.
    pub fn trimmed(self, text: &str) -> Self {
        let covered = self.of(text);
        let start = self.range().start + (covered.len() - covered.trim_start().len());
        Self::new(start, start + covered.trim().len())
    }
}

/// Printed as `[start, end]`.
impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pair = serializer.serialize_tuple(2)?;
        pair.serialize_element(&self.start)?;
        pair.serialize_element(&self.end)?;
        pair.end()
    }
}

/// Read from `[start, end]`.
impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (start, end) = <(u32, u32)>::deserialize(deserializer)?;
        if start <= end {
            Ok(Self { start, end })
        } else {
            Err(serde::de::Error::custom("a span ends before it starts"))
        }
    }
}

/// A span printed as the two keys `start` and `end` of the item that holds it.
#[derive(Serialize)]
#[serde(remote = "Span")]
pub(crate) struct StartEnd {
    start: u32,
    end: u32,
}

/// Counts code points up to any byte of one text.
///
/// Keeps one count per block of bytes, so that a look-up scans at most one block.
pub struct CodePoints<'t> {
    text: &'t [u8],
    /// Code points before each block; empty when the text is ASCII and bytes are code points.
    before: Vec<u32>,
}

const BLOCK: usize = 128;

impl<'t> CodePoints<'t> {
    /// Prepares the counts for `text`.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in bytes.chunks(BLOCK) {
                before.push(count);
                count += starts(block);
            }
            before.push(count);
        }
        Self { text: bytes, before }
    }

    /// The number of code points before byte `offset`.
    pub fn at(&self, offset: u32) -> u32 {
        if self.before.is_empty() {
            return offset;
        }
        let offset = offset as usize;
        let block = offset / BLOCK;
        self.before[block] + starts(&self.text[block * BLOCK..offset])
    }

    /// The span in bytes between two counts of code points, as others count; nothing where the text has no such stretch.
    pub fn bytes(&self, start: u32, end: u32) -> Option<Span> {
        let (start, end) = (self.byte(start)?, self.byte(end)?);
        (start < end).then_some(Span { start, end })
    }

    /// The byte at which code point `point` starts; the end of the text follows on its last.
    fn byte(&self, point: u32) -> Option<u32> {
        if self.before.is_empty() {
            return (point as usize <= self.text.len()).then_some(point);
        }
        let block = self.before.partition_point(|before| *before <= point) - 1;
        let mut left = point - self.before[block];
        for (at, byte) in self.text[(block * BLOCK).min(self.text.len())..].iter().enumerate() {
            if starts(&[*byte]) == 1 {
                if left == 0 {
                    return u32::try_from(block * BLOCK + at).ok();
                }
                left -= 1;
            }
        }
        if left == 0 { u32::try_from(self.text.len()).ok() } else { None }
    }

    /// The span in code points.
    pub fn span(&self, span: Span) -> Span {
        Span { start: self.at(span.start), end: self.at(span.end) }
    }
}

/// How many characters start in these bytes of UTF-8.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points_at_every_boundary() {
        let text = "“Да” — 👩‍🚒 e\u{301} ".repeat(40);
        for text in [text.as_str(), "plain ascii", ""] {
            let points = CodePoints::new(text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(points.at(byte as u32) as usize, count);
            }
            let count = text.chars().count();
            assert_eq!(points.at(text.len() as u32) as usize, count);
            let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
            for (start, byte) in bytes.iter().enumerate() {
                let span = points.bytes(start as u32, count as u32);
                let whole = (start < count).then_some((*byte, text.len()));
                assert_eq!(span.map(|span| (span.start as usize, span.end as usize)), whole);
                assert_eq!(points.bytes(start as u32, start as u32), None);
            }
            assert_eq!(points.bytes(0, count as u32 + 1), None);
        }
    }

    #[test]
    fn trims_white_space_only() {
        let text = " «так» \n";
        assert_eq!(Span::new(0, text.len()).trimmed(text).of(text), "«так»");
        assert!(Span::new(0, 1).trimmed(text).is_empty());
    }
}
