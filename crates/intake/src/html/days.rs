//! Days out of addresses and of what a page shows its visitors.
//!
//! A day is taken only where one reading is left: "04/05/2020" is none, "13/05/2020" and "4.5.2020" are.

use reportedly_knowledge::bylines;
use reportedly_report::Published;

/// The day in an address: `/2024/05/02/`, `/2024-05-02-`, `/2024/may/02/`.
pub fn of_address(address: &str) -> Option<Published> {
    let (_, path) = address.split_once("://").unwrap_or(("", address));
    // In the address of an archive's copy stands that of the page.
    let path = path.rsplit_once("://").map_or(path, |(_, path)| path);
    let parts: Vec<&str> = path.split(['/', '-', '_', '.', '?']).collect();
    parts.windows(3).find_map(|three| day(year(three[0])?, month(three[1])?, number(three[2], 2)?))
}

/// The day that a text shows, with its month in words or in figures that can be read in one way only.
pub fn shown(text: &str) -> Option<Published> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')' | '•' | '·'))
        .filter(|word| !word.is_empty())
        .collect();
    let in_words = words.windows(3).find_map(|three| {
        let [first, second, third] = [three[0], three[1], three[2]];
        let month_first = || day(year(third)?, bylines::month(first)?, ordinal(second)?);
        let day_first = || day(year(third)?, bylines::month(second)?, ordinal(first)?);
        month_first().or_else(day_first)
    });
    // "2 de mayo de 2024"
    let with_of = || {
        words.windows(5).find_map(|five| {
            let [first, of, month, of_again, last] = [five[0], five[1], five[2], five[3], five[4]];
            let of = of == "de" && of_again == "de";
            if of { day(year(last)?, bylines::month(month)?, ordinal(first)?) } else { None }
        })
    };
    in_words.or_else(with_of).or_else(|| words.iter().find_map(|word| in_figures(word)))
}

/// "2024-05-02", "2.5.2024", "13/05/2024", "2024年5月2日".
fn in_figures(word: &str) -> Option<Published> {
    let word = word.split_once('T').filter(|(day, _)| day.len() == 10).map_or(word, |(day, _)| day);
    let marks: Vec<char> = word.chars().filter(|c| !c.is_ascii_digit()).collect();
    let parts: Vec<&str> = word.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return None };
    match marks[..] {
        ['-', '-'] | ['/', '/'] | ['.', '.'] | ['年', '月', '日'] | ['年', '月', '日', ..] if first.len() == 4 => {
            day(year(first)?, month(second)?, number(third, 2)?)
        }
        ['.', '.'] => day(year(third)?, month(second)?, number(first, 2)?),
        ['/', '/'] | ['-', '-'] => {
            let (first, second) = (number(first, 2)?, number(second, 2)?);
            let (own, other) = if first > 12 || first == second { (first, second) } else { (second, first) };
            if own > 12 || first == second { day(year(third)?, other, own) } else { None }
        }
        _ => None,
    }
}

fn day(year: u16, month: u8, day: u8) -> Option<Published> {
    Published::parse(&format!("{year:04}-{month:02}-{day:02}")).ok()
}

fn year(word: &str) -> Option<u16> {
    let year: u16 = word.get(..4)?.parse().ok().filter(|_| word[4..].chars().all(|c| !c.is_alphanumeric()))?;
    (1900..2100).contains(&year).then_some(year)
}

fn month(word: &str) -> Option<u8> {
    number(word, 2).or_else(|| bylines::month(word))
}

fn number(word: &str, longest: usize) -> Option<u8> {
    let is_number = !word.is_empty() && word.len() <= longest && word.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { word.parse().ok() } else { None }
}

/// "2", "2.", "2nd".
fn ordinal(word: &str) -> Option<u8> {
    let bare = word.trim_end_matches('.');
    let bare = ["st", "nd", "rd", "th", "er", "º"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(bare);
    number(bare, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(read: impl Fn(&str) -> Option<Published>, table: &[(&str, Option<&str>)]) {
        for (text, day) in table {
            assert_eq!(read(text).as_ref().map(Published::as_str), *day, "{text}");
        }
    }

    #[test]
    fn addresses_hold_days() {
        all(
            of_address,
            &[
                ("https://post.example/2024/05/02/ferry", Some("2024-05-02")),
                ("https://post.example/news/2024-5-2-ferry.html", Some("2024-05-02")),
                ("https://post.example/2024/may/02/ferry", Some("2024-05-02")),
                ("https://old.example/web/20200101000000/http://post.example/2012-06/04/x", Some("2012-06-04")),
                ("https://post.example/2024/13/02/", None),
                ("https://post.example/2024/05/ferry-2", None),
                ("", None),
            ],
        );
    }

    #[test]
    fn shown_days_have_one_reading() {
        all(
            shown,
            &[
                ("Published: Thursday, May 2nd, 2024 7:30 am", Some("2024-05-02")),
                ("2. Mai 2024, 7 Uhr", Some("2024-05-02")),
                ("2 de mayo de 2024", Some("2024-05-02")),
                ("am 2.5.2024", Some("2024-05-02")),
                ("13/05/2024", Some("2024-05-13")),
                ("04/05/2024", None),
                ("2024年5月2日", Some("2024-05-02")),
                ("May 2024", None),
                ("31 February 2024", None),
                ("é", None),
            ],
        );
    }
}
