//! Lines of a stream, bounded: a line over the limit is passed over in constant memory and reported.

use std::io::{self, BufRead};

use crate::Problem;

/// One line of a stream.
#[derive(Debug)]
pub struct Line {
    /// Counted from 1.
    pub number: u64,
    /// Bytes it took up in the stream, its end included.
    pub taken: u64,
    /// Whether nothing more was at hand after it: the next line may have to be waited for.
    pub last_at_hand: bool,
    /// Its bytes without the line end, or why there are none.
    pub bytes: Result<Vec<u8>, Problem>,
}

/// The lines of a stream.
#[derive(Debug)]
pub struct Lines<R> {
    stream: R,
    limit: usize,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// The lines of `stream`, each of at most `limit` bytes.
    pub fn new(stream: R, limit: usize) -> Self {
        Self { stream, limit, number: 0 }
    }

    /// The next line; none at the end.
    ///
    /// # Errors
    /// If the stream cannot be read further.
    pub fn read(&mut self) -> io::Result<Option<Line>> {
        let mut line = Vec::new();
        let mut taken = 0;
        let last_at_hand = loop {
            let buffer = match self.stream.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let end = buffer.iter().position(|&byte| byte == b'\n');
            let part = &buffer[..end.unwrap_or(buffer.len())];
            // One byte past the limit is kept, so that an over-long line shows.
            let room = (self.limit + 1).saturating_sub(line.len());
            line.extend_from_slice(&part[..part.len().min(room)]);
            let used = part.len() + usize::from(end.is_some());
            let last_at_hand = used == buffer.len();
            self.stream.consume(used);
            taken += used as u64;
            if end.is_some() || used == 0 {
                break last_at_hand;
            }
        };
        if taken == 0 {
            return Ok(None);
        }
        self.number += 1;
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        let bytes = if line.len() > self.limit { Err(Problem::TooLarge { limit: self.limit }) } else { Ok(line) };
        Ok(Some(Line { number: self.number, taken, last_at_hand, bytes }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_passes_over_long_ones() {
        let mut lines = Lines::new(&b"one\r\n\nfar too long\nlast"[..], 5);
        let mut read = Vec::new();
        while let Some(line) = lines.read().unwrap() {
            read.push((
                line.number,
                line.taken,
                line.last_at_hand,
                line.bytes.map(|bytes| String::from_utf8(bytes).unwrap()),
            ));
        }
        let over = Problem::TooLarge { limit: 5 };
        let expected = [
            (1, 5, false, Ok("one".to_owned())),
            (2, 1, false, Ok(String::new())),
            (3, 13, false, Err(over)),
            (4, 4, true, Ok("last".to_owned())),
        ];
        assert_eq!(read, expected);
    }
}
