//! Plain text: the whole file is the report.

use reportedly_report::{Meta, Report};

use crate::{Limits, Problem, decode};

/// Takes a text file as one report. Its headline is left to the reader of blocks, for a text does not mark it.
///
/// # Errors
/// If the bytes are no text, too many, or only white space.
pub fn report(id: String, bytes: &[u8], limits: &Limits) -> Result<Report, Problem> {
    if bytes.len() > limits.text {
        return Err(Problem::TooLarge { limit: limits.text });
    }
    let decoded = decode::utf(bytes)?;
    if decoded.text.trim().is_empty() {
        return Err(Problem::NoText);
    }
    let meta = Meta { warnings: decoded.warning.into_iter().collect(), ..Meta::default() };
    Ok(Report { id, meta, text: decoded.text.into_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_text_as_given() {
        let given = "\u{FEFF}  A heading\r\n\r\nIt rained, said Mr. Obi.\t\n\n";
        let report = report("a".into(), given.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(report.text, &given['\u{FEFF}'.len_utf8()..]);
    }

    #[test]
    fn refuses_emptiness_and_excess() {
        let limits = Limits { text: 4, ..Limits::default() };
        assert_eq!(report("a".into(), b" \n ", &limits), Err(Problem::NoText));
        assert_eq!(report("a".into(), b"12345", &limits), Err(Problem::TooLarge { limit: 4 }));
    }
}
