//! Authors' names out of what pages state or show: roles, "By", addresses and handles fall; what is no name is none.

use reportedly_knowledge::bylines;

/// Bytes past which a statement of authors is a text.
const LONG: usize = 300;
/// Words of the longest name.
const WORDS: usize = 6;

/// The names in a statement of authors; `outlet` is no author's name.
pub fn stated(text: &str, outlet: Option<&str>) -> Vec<String> {
    if text.len() > LONG {
        return Vec::new();
    }
    let text = bylines::after_by(text).unwrap_or(text);
    let names = parts(text).into_iter().filter_map(cleaned);
    names.filter(|name| !bylines::is_nobody(name) && Some(name.as_str()) != outlet).collect()
}

/// The names in a text that is only thought to be a byline: each part has to look like a name.
pub fn shown(text: &str, outlet: Option<&str>) -> Vec<String> {
    stated(text, outlet).into_iter().filter(|name| looks_like_a_name(name)).collect()
}

/// A statement divided where one name ends and the next begins.
fn parts(text: &str) -> Vec<&str> {
    const JOINTS: [&str; 6] = [" and ", " & ", " und ", " et ", " y ", " AND "];
    let mut parts: Vec<&str> = text.split([',', ';', '|', '•', '·', '/', '\n', '–', '—']).collect();
    for joint in JOINTS {
        parts = parts.into_iter().flat_map(|part| part.split(joint)).collect();
    }
    // What a name is followed by: "Ada Obi in Lagos", "Jo Lund for The Post".
    const ENDS: [&str; 7] = [" in ", " for ", " at ", " on ", " of the ", " with ", " ("];
    parts.iter().map(|part| ENDS.iter().fold(*part, |part, end| part.split(end).next().unwrap_or(part))).collect()
}

fn cleaned(part: &str) -> Option<String> {
    let part = part.trim();
    let part = bylines::after_by(part).filter(|rest| !rest.is_empty()).unwrap_or(part);
    let part = part.strip_prefix("and ").unwrap_or(part);
    let words: Vec<&str> =
        part.split_whitespace().filter(|word| !word.contains('@') && !word.contains("://")).collect();
    // "Ada Obi Senior Reporter" ends where the role begins; a part that begins with a role is none.
    let end = words.iter().position(|word| bylines::is_role(word)).unwrap_or(words.len());
    let name = words[..end].join(" ");
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != '’').to_owned();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let is_name = letters > 1 && (1..=WORDS).contains(&end) && !name.contains(|c: char| c.is_ascii_digit() && end > 1);
    is_name.then_some(name)
}

/// Two words or more, all of them with capitals but for what stands inside names: "de", "van", "bin".
pub fn looks_like_a_name(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let is_capital = |word: &&str| word.starts_with(|c: char| !c.is_lowercase());
    let small = words.iter().filter(|word| !is_capital(word)).count();
    (2..=4 + small).contains(&words.len())
        && words.first().is_some_and(is_capital)
        && words.last().is_some_and(is_capital)
        && small < 3
        && !name.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '?' | '!' | '$' | '%' | '"' | '“' | '#'))
        && words.iter().all(|word| bylines::month(word).is_none() || words.len() > 1 && *word == words[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_addresses_and_handles_fall() {
        for (text, names) in [
            ("By Ada Obi and Jo Lund", vec!["Ada Obi", "Jo Lund"]),
            ("Ada Obi, Senior Reporter | ada@post.example", vec!["Ada Obi"]),
            ("Jo Lund @jolund, The Post", vec!["Jo Lund"]),
            ("Von Grete Ahl und Jo van der Meer in Kiel", vec!["Grete Ahl", "Jo van der Meer"]),
            ("admin", vec![]),
            ("Staff Reporter", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(stated(text, Some("The Post")), names, "{text}");
        }
    }

    #[test]
    fn what_is_shown_must_look_like_a_name() {
        assert_eq!(shown("By Ada Obi", None), ["Ada Obi"]);
        for none in ["Home", "By 12 ships at sea", "the boats were late", "May 2024", "By: ?"] {
            assert!(shown(none, None).is_empty(), "{none}");
        }
    }
}
