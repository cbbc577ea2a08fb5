//! The bytes of an archive, unpacked gzip member by gzip member, each byte's place in the file known.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

/// The first bytes of a gzip member.
const GZIP: [u8; 3] = [0x1F, 0x8B, 0x08];

/// A stream that counts what is taken from it.
#[derive(Debug)]
struct Counted<R> {
    stream: R,
    taken: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        self.taken += count as u64;
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.stream.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.taken += count as u64;
        self.stream.consume(count);
    }
}

#[derive(Debug)]
enum Stand<R: BufRead> {
    /// Before a member, or in a file that is not packed.
    Plain(Counted<R>),
    /// In a member.
    Packed(BufReader<GzDecoder<Counted<R>>>),
    Ended,
}

/// The members of a stream; a stream that is not packed is one.
#[derive(Debug)]
pub struct Members<R: BufRead> {
    stand: Stand<R>,
    /// Where the member begins in the file.
    member: u64,
    /// Bytes taken out of the member.
    inner: u64,
}

impl<R: BufRead> Members<R> {
    /// The members of `stream`.
    pub fn new(stream: R) -> Self {
        Self { stand: Stand::Plain(Counted { stream, taken: 0 }), member: 0, inner: 0 }
    }

    /// Enters the next member unless one is open; false at the end of the stream.
    pub fn enter(&mut self) -> io::Result<bool> {
        let Stand::Plain(stream) = &mut self.stand else { return Ok(matches!(self.stand, Stand::Packed(_))) };
        let start = stream.fill_buf()?;
        if start.is_empty() {
            return Ok(false);
        }
        if start.starts_with(&GZIP[..start.len().min(2)])
            && let Stand::Plain(stream) = std::mem::replace(&mut self.stand, Stand::Ended)
        {
            self.member = stream.taken;
            self.inner = 0;
            self.stand = Stand::Packed(BufReader::new(GzDecoder::new(stream)));
        }
        Ok(true)
    }

    /// Leaves a member whose end was reached.
    pub fn leave(&mut self) {
        self.stand = match std::mem::replace(&mut self.stand, Stand::Ended) {
            Stand::Packed(packed) => Stand::Plain(packed.into_inner().into_inner()),
            Stand::Plain(_) | Stand::Ended => Stand::Ended,
        };
    }

    /// Gives up the whole stream.
    pub fn end(&mut self) {
        self.stand = Stand::Ended;
    }

    /// Gives up a damaged member and goes to where the next one seems to begin.
    pub fn abandon(&mut self) -> io::Result<()> {
        self.leave();
        let Stand::Plain(stream) = &mut self.stand else { return Ok(()) };
        loop {
            let buffer = stream.fill_buf()?;
            if buffer.is_empty() || buffer.starts_with(&GZIP) {
                return Ok(());
            }
            let next = buffer.windows(GZIP.len()).position(|window| window == GZIP);
            // The last bytes may begin a mark that the next stretch completes.
            let passed = next.unwrap_or_else(|| (buffer.len() + 1).saturating_sub(GZIP.len()).max(1));
            stream.consume(passed);
        }
    }

    /// Where the next byte stands.
    pub fn place(&self) -> String {
        match &self.stand {
            Stand::Plain(stream) => stream.taken.to_string(),
            Stand::Packed(_) if self.inner == 0 => self.member.to_string(),
            Stand::Packed(_) | Stand::Ended => format!("{}+{}", self.member, self.inner),
        }
    }

    /// The next line with its end, or the first `limit` bytes of a longer one; empty at the end of the member.
    pub fn line(&mut self, limit: usize) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        if let Some(stream) = self.stream() {
            stream.take(limit as u64).read_until(b'\n', &mut line)?;
        }
        self.inner += line.len() as u64;
        Ok(line)
    }

    /// Takes `length` bytes of the member, as far as there are so many, and keeps them if they are within `limit`.
    pub fn take(&mut self, length: u64, limit: u64, kept: &mut Vec<u8>) -> io::Result<u64> {
        let Some(stream) = self.stream() else { return Ok(0) };
        let mut rest = stream.take(length);
        let taken =
            if length <= limit { rest.read_to_end(kept)? as u64 } else { io::copy(&mut rest, &mut io::sink())? };
        self.inner += taken;
        Ok(taken)
    }

    fn stream(&mut self) -> Option<&mut dyn BufRead> {
        match &mut self.stand {
            Stand::Plain(stream) => Some(stream),
            Stand::Packed(stream) => Some(stream),
            Stand::Ended => None,
        }
    }
}
