//! Offices and posts that a report gives to a person: before the name, after it, or in its stead.

use std::ops::Range;

use reportedly_knowledge::countries::{self, Sense};
use reportedly_knowledge::organizations;
use reportedly_knowledge::titles::{self, TitleKind};
use reportedly_language::{Doc, Pos};
use reportedly_report::Role;

use super::evidence::{phrase, title_before};

/// How far before a title its country or body may begin, in tokens.
const REACH: usize = 6;

/// The role right before a name: "Russian President", "Kremlin spokesperson", "Malaysia's Prime Minister,".
pub fn before(doc: &Doc<'_>, name: &Range<usize>) -> Option<(Range<usize>, Role)> {
    let mut end = name.start;
    if end > 0 && doc.text(end - 1) == "," && end >= 2 {
        // "His spokesperson, Ana Example": the name stands in apposition to the title.
        let title = end - 2;
        let joined = doc.head(head(doc, name)) == title && doc.dep(head(doc, name)) == "appos";
        if !joined {
            return None;
        }
        end -= 1;
    }
    role_ending(doc, end)
}

/// The role right after a name: "Ana Example, an expert at the University of Oslo,".
pub fn after(doc: &Doc<'_>, name: &Range<usize>) -> Option<(Range<usize>, Role)> {
    let head = head(doc, name);
    let apposed = doc.children(head).find(|&child| doc.dep(child) == "appos" && child >= name.end)?;
    at_noun(doc, apposed)
}

fn head(doc: &Doc<'_>, name: &Range<usize>) -> usize {
    super::evidence::head_of(doc, name.clone())
}

/// The role that the noun phrase over token `noun` names, and its tokens from the first modifier to the noun.
pub fn at_noun(doc: &Doc<'_>, noun: usize) -> Option<(Range<usize>, Role)> {
    if !matches!(doc.pos(noun), Pos::Noun | Pos::Propn) {
        return None;
    }
    let (tokens, mut role) = role_ending(doc, noun + 1)?;
    let whole = (noun + 2 < doc.len() && doc.lower(noun + 1) == "of")
        .then(|| format!("{} of {}", doc.lower(noun), doc.lower(noun + 2)))
        .filter(|whole| titles::title(whole).is_some());
    if let Some(whole) = whole {
        role.title = whole;
    } else if role.of.is_none() {
        role.of = of_after(doc, noun);
    }
    Some((tokens, role))
}

/// The role whose title ends right before `end`.
fn role_ending(doc: &Doc<'_>, end: usize) -> Option<(Range<usize>, Role)> {
    let (start, title) = title_before(doc, end)?;
    // "Professor" before a name is an honorific, "a professor at" is a post.
    let post = title.kind == TitleKind::Honorific && doc.pos(end - 1) == Pos::Noun;
    if !post && !matches!(title.kind, TitleKind::Office | TitleKind::Role) {
        return None;
    }
    let words = (start..end).map(|i| doc.lower(i).trim_end_matches('.')).collect::<Vec<_>>().join(" ");
    let (first, of) = holder_before(doc, start);
    Some((first..end, Role { title: words.replace(" - ", "-"), of }))
}

/// The country or body named before a title, and where the phrase begins.
fn holder_before(doc: &Doc<'_>, title: usize) -> (usize, Option<String>) {
    let mut first = title;
    let stop = title.saturating_sub(REACH);
    while first > stop {
        let i = first - 1;
        let inside = matches!(doc.pos(i), Pos::Adj | Pos::Propn | Pos::Noun | Pos::Num) && !doc.is_space(i)
            || matches!(doc.text(i), "'s" | "’s" | "-" | ".")
            || doc.tag(i) == "POS";
        if !inside {
            break;
        }
        first = i;
    }
    // The longest stretch that names a country or a body wins; the one nearest to the title among equals.
    for start in first..title {
        for end in (start + 1..=title).rev() {
            if let Some(of) = holder(&phrase(doc, start..end)) {
                return (first, Some(of));
            }
        }
    }
    (first, None)
}

/// The country or body after a title: "president of Russia", "an expert at Kookmin University".
fn of_after(doc: &Doc<'_>, noun: usize) -> Option<String> {
    let link = doc
        .children(noun)
        .find(|&c| c > noun && matches!(doc.lower(c), "of" | "at" | "for" | "with" | "in" | "from"))?;
    let object = doc.child(link, "pobj")?;
    let named = doc.name_at(object).map(|name| name.start as usize..name.end as usize);
    let tokens = named.unwrap_or_else(|| left_modifiers(doc, object));
    let text = phrase(doc, tokens.clone());
    if let Some(of) = holder(&text) {
        return Some(of);
    }
    for i in tokens {
        if let Some(country) = countries::by_demonym(doc.text(i)).or_else(|| countries::by_name(doc.text(i))) {
            return Some(country.alpha2.to_owned());
        }
    }
    let is_name = matches!(doc.pos(object), Pos::Propn);
    is_name.then(|| text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(&text).to_owned())
}

/// From the first word that modifies a noun at its left to the noun.
pub fn left_modifiers(doc: &Doc<'_>, noun: usize) -> Range<usize> {
    let first = doc.children(noun).filter(|&c| c < noun).map(|c| doc.subtree(c).start).min();
    let first = first.unwrap_or(noun).min(noun);
    let sentence = doc.sentence(doc.sentence_of(noun)).start;
    first.max(sentence)..noun + 1
}

/// What a phrase names that someone can hold an office of: a country by its alpha-2 code, else a known body by name.
pub fn holder(text: &str) -> Option<String> {
    let text = text.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['\'', '’']).trim();
    let senses = countries::find(text);
    let order = [Sense::Name, Sense::Adjective, Sense::Seat, Sense::Capital];
    if let Some(country) = order.into_iter().find_map(|sense| senses.get(sense)) {
        return Some(country.alpha2.to_owned());
    }
    organizations::find(text).map(|organization| organization.name.to_owned())
}

/// Whether two titles name the same post: equal, or one the end of the other ("minister" of "foreign minister").
pub fn same_post(a: &str, b: &str) -> bool {
    let tail = |long: &str, short: &str| {
        long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '-']))
    };
    let spokes = |title: &str| title.starts_with("spokes");
    tail(a, b) || tail(b, a) || spokes(a) && spokes(b)
}

/// The sex that a title tells.
pub fn sex(title: &str) -> Option<titles::Sex> {
    titles::title(title).and_then(|title| title.sex)
}
