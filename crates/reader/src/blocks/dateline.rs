//! The city and date that open a report, and date lines of their own.

use reportedly_knowledge::layout::{DateWord, date_word};

/// The longest dateline before its dash, in bytes.
const LONGEST: usize = 90;
/// A date line of its own has no more words than this.
const MOST_WORDS: usize = 14;

/// Where a dateline ends inside its paragraph, in bytes from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// Past the city, the date and the agency, before the dash.
    pub end: usize,
    /// Where the running text begins.
    pub text: usize,
}

/// The words of a line, marks around them left out.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split(|c: char| c.is_whitespace() || ",;|·•()".contains(c));
    words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty())
}

/// Whether the line is a date and no more: at least a month or a numeric date, with weekday, clock time and label,
/// and perhaps a city in front.
pub(super) fn is_date_line(line: &str) -> bool {
    if line.len() > LONGEST || line.ends_with(['!', '?']) || line.contains(['\n', '\r']) {
        return false;
    }
    let (mut dated, mut day, mut other, mut count) = (false, false, 0, 0);
    for word in words(line) {
        count += 1;
        match kind(word) {
            Some(DateWord::Month) => dated = true,
            Some(DateWord::Weekday) => day = true,
            Some(DateWord::Zone | DateWord::Label | DateWord::Small) => {}
            _ if is_numeric_date(word) => (dated, day) = (true, true),
            _ if is_clock_or_day(word) => day |= word.len() != 4 || word.bytes().any(|b| !b.is_ascii_digit()),
            _ if word.starts_with(char::is_uppercase) && !dated && !day => other += 1,
            _ => return false,
        }
    }
    // One line of a city and a date: at most three words of the city.
    dated && day && count <= MOST_WORDS && other <= 3 && !(other > 0 && line.ends_with('.'))
}

/// The dateline that opens a paragraph: "OSLO, May 3 (Agency) —", "OSLO (Agency) -", "Oslo, 3 May –".
pub(super) fn opening(paragraph: &str) -> Option<Cut> {
    let mut search = 0;
    // A hyphen inside the dateline is no dash: try the few that stand within reach.
    for _ in 0..4 {
        let (at, dash) = next_dash(paragraph, search)?;
        let head = paragraph[..at].trim_end();
        let rest = &paragraph[at + dash..];
        let text = paragraph.len() - rest.trim_start().len();
        let opens =
            rest.trim_start().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"“‘'«[(".contains(c));
        if opens && is_head(head) {
            return Some(Cut { end: head.len(), text });
        }
        search = at + dash;
    }
    None
}

/// The next dash with a space on its right (or a long dash), within reach: its place and length.
fn next_dash(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut dashes = text.char_indices().skip_while(|(at, _)| *at < from).take_while(|(at, _)| *at <= LONGEST);
    dashes.find_map(|(at, c)| {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '—' | '―' => Some((at, c.len_utf8())),
            '–' if rest.starts_with(char::is_whitespace) => Some((at, c.len_utf8())),
            '-' if rest.starts_with("- ") => Some((at, 2)),
            '-' if rest.starts_with(' ') && (text[..at].ends_with([' ', ')'])) => Some((at, 1)),
            _ => None,
        }
    })
}

/// Whether the words before a dash are a city, perhaps with region, date and agency.
fn is_head(head: &str) -> bool {
    let (outside, bracketed) = match head.find('(') {
        Some(open) if head.ends_with(')') => (head[..open].trim_end(), true),
        Some(_) => return false,
        None => (head, false),
    };
    let city = outside.split(',').next().unwrap_or("").trim();
    let mut dated = false;
    for word in words(&outside[city.len().min(outside.len())..]) {
        let known = kind(word);
        dated |= known == Some(DateWord::Month) || known == Some(DateWord::Weekday) || is_numeric_date(word);
        if !(known.is_some() || is_clock_or_day(word) || is_numeric_date(word) || word.starts_with(char::is_uppercase))
        {
            return false;
        }
    }
    let mut count = 0;
    let mut capitals = true;
    for word in words(city) {
        count += 1;
        let known = kind(word).is_some_and(|kind| kind != DateWord::Small);
        if count == 1 && (known || !word.starts_with(char::is_uppercase)) {
            return false;
        }
        if !word.starts_with(char::is_uppercase) && kind(word) != Some(DateWord::Small) {
            return false;
        }
        capitals &= word.chars().all(|c| !c.is_lowercase());
    }
    let long_enough = city.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    (1..=4).contains(&count) && long_enough && (capitals || bracketed || dated)
}

fn kind(word: &str) -> Option<DateWord> {
    if word.len() > 12 {
        return None;
    }
    date_word(&word.to_lowercase())
}

/// "3", "3rd", "2021", "10:30", "2pm".
fn is_clock_or_day(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let tail = &word[digits..];
    let clock =
        tail.strip_prefix([':', '.', 'h']).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b':'));
    (1..=4).contains(&digits)
        && (tail.is_empty()
            || clock
            || ["st", "nd", "rd", "th", "am", "pm"].contains(&tail.to_ascii_lowercase().as_str()))
}

/// "2021-05-03", "03.05.2021", "3/5/21".
fn is_numeric_date(word: &str) -> bool {
    let day = word.split(['T', 't']).next().unwrap_or(word);
    let parts: Vec<&str> = day.split(['-', '.', '/']).collect();
    parts.len() == 3
        && parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_date_lines_from_sentences() {
        for good in [
            "Monday, 3 May 2021",
            "May 3, 2021",
            "3 May 2021, 10:30 GMT",
            "Published 2021-05-03",
            "Updated on 03/05/2021 at 10.30",
            "OSLO, May 3",
            "Sunday, May 2nd, 2021",
        ] {
            assert!(is_date_line(good), "{good}");
        }
        for bad in ["May", "May 3 was cold", "In May 2021", "", "2021", "They met on May 3.", "Boeing 747"] {
            assert!(!is_date_line(bad), "{bad}");
        }
    }

    #[test]
    fn finds_the_running_text_after_a_dateline() {
        let rest = |text: &'static str| opening(text).map(|cut| (&text[..cut.end], &text[cut.text..]));
        assert_eq!(rest("OSLO (Reuters) — Talks began."), Some(("OSLO (Reuters)", "Talks began.")));
        assert_eq!(rest("SAINT-DENIS, May 3 (Xinhua) -- Talks."), Some(("SAINT-DENIS, May 3 (Xinhua)", "Talks.")));
        assert_eq!(rest("Oslo, 3 May – “Talks” began."), Some(("Oslo, 3 May", "“Talks” began.")));
        assert_eq!(rest("NEW YORK—Talks began."), Some(("NEW YORK", "Talks began.")));
        for none in ["Talks - They began.", "UPDATE - Talks began.", "OSLO — where it rains — wins.", "—", "( — A"]
        {
            assert_eq!(rest(none), None, "{none}");
        }
    }
}
