//! Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0; each entry a report.
//!
//! [`xml`](self) reads the markup into small trees, `fields` says what their elements mean, and this module makes
//! reports of them: the text through the same cleaner as web pages, and of every fact whether the entry or the feed
//! stated it. (feed-rs, the crate there is, reads no Atom 0.3 and refuses feeds that are slightly wrong.)

mod fields;
mod xml;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use reportedly_report::{Meta, Report, Stated};

pub use fields::{Fields, Words};

use crate::{Limits, Problem, date, decode, html};

const UNKNOWN: &str = "the feed holds entities of its own, which are left as they are written";
/// Bytes of a headline or a name; what is longer is none.
const LINE: usize = 1000;
/// Entries of one feed.
const MOST: usize = 200_000;

/// The warning of an entry that does not say when it was published.
pub const NO_DATE: &str = "the entry states no date of publication";

/// A feed, read.
#[derive(Debug)]
pub struct Feed {
    /// What it states of itself.
    pub channel: Fields,
    /// Its entries in order.
    pub entries: Vec<Fields>,
    /// Why there may be more entries than these.
    pub problem: Option<Problem>,
    /// What was mended in it, or left as it is.
    pub warnings: Vec<String>,
}

/// Reads a feed.
///
/// # Errors
/// If the bytes are too many, no text, or no feed.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Feed, Problem> {
    if bytes.len() > limits.feed {
        return Err(Problem::TooLarge { limit: limits.feed });
    }
    let (text, warning) = decoded(bytes)?;
    let trees = xml::read(&text, MOST);
    let root = trees.outside.iter().find(|root| matches!(root.name.as_str(), "rss" | "feed" | "rdf" | "channel"));
    let Some(root) = root else {
        return Err(trees.broken.map_or(Problem::NotAFeed, |(at, why)| broken(at, &why)));
    };
    let channel = root.elements().find(|child| child.name == "channel").unwrap_or(root);
    let mut stated = fields::read(channel);
    stated.language = stated.language.or_else(|| root.attribute("lang").map(str::to_owned));
    Ok(Feed {
        channel: stated,
        entries: trees.entries.iter().map(fields::read).collect(),
        problem: trees.broken.map(|(at, why)| broken(at, &why)),
        warnings: warning.into_iter().chain(trees.unknown.then(|| UNKNOWN.to_owned())).collect(),
    })
}

fn broken(at: u64, why: &str) -> Problem {
    let place = if at > 0 { format!(" at byte {at}") } else { String::new() };
    Problem::Damaged(format!("the feed breaks off{place}: {why}"))
}

/// The text of a feed by its byte order mark, else its own declaration, else as UTF-8, else as windows-1252.
fn decoded(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<String>), Problem> {
    let declared = declared(bytes).filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding));
    let (text, warning) = match declared {
        Some(encoding) if Encoding::for_bom(bytes).is_none() => (encoding.decode_without_bom_handling(bytes).0, None),
        None if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() => {
            let warning = "the feed is not in the encoding that it names; read as windows-1252".to_owned();
            (WINDOWS_1252.decode_without_bom_handling(bytes).0, Some(warning))
        }
        _ => {
            let decoded = decode::utf(bytes)?;
            (decoded.text, decoded.warning)
        }
    };
    if text.contains('\0') { Err(Problem::Binary) } else { Ok((text, warning)) }
}

/// The encoding that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = start.iter().take(200).position(|&byte| byte == b'>')?;
    let declaration = std::str::from_utf8(&start[..end]).ok()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| ['"', '\''].contains(c))?;
    Encoding::for_label(value[1..].split(quote).next()?.as_bytes())
}

impl Feed {
    /// Entry `at` as a report; `id` names it where the entry names neither itself nor its address.
    ///
    /// # Errors
    /// If it has no words, or too many.
    pub fn report(&self, at: usize, id: String, limits: &Limits) -> Result<Report, Problem> {
        let entry = &self.entries[at];
        let (own, address) = (entry.id.clone(), entry.link.clone().filter(|link| link.starts_with("http")));
        let mut meta = Meta {
            title: entry.title.as_ref().map(line).filter(|title| is_line(title)),
            outlet: entry.source.clone().filter(|name| is_line(name)),
            url: address.clone(),
            language: language(entry.language.as_deref()),
            authors: entry.authors.iter().filter(|name| is_line(name)).cloned().collect(),
            canonical: entry.original.clone().filter(|original| original.starts_with("http")),
            warnings: self.warnings.clone(),
            ..Meta::default()
        };
        if entry.title.as_ref().is_some_and(|title| title.text.len() > LINE) && meta.title.is_none() {
            meta.warnings.push(format!("the entry has a title of over {LINE} bytes, which was left out"));
        }
        dates(entry, &mut meta);
        let mut meta = meta.resting_on(Stated::Entry);
        let channel = &self.channel;
        let whole = Meta {
            outlet: channel.title.as_ref().map(line).filter(|title| is_line(title)),
            language: language(channel.language.as_deref()),
            ..Meta::default()
        };
        meta.complete_from(whole.resting_on(Stated::Feed));
        let text = text(entry, &mut meta)?;
        if text.len() > limits.text {
            return Err(Problem::TooLarge { limit: limits.text });
        }
        Ok(Report { id: own.or(address).unwrap_or(id), meta, text })
    }
}

fn dates(entry: &Fields, meta: &mut Meta) {
    let stated = entry.published.as_deref();
    meta.published = stated.and_then(date::published);
    if meta.published.is_some() {
        return;
    }
    if let Some(stated) = stated {
        let shown: String = stated.chars().take(80).collect();
        meta.warnings.push(format!("the entry states a date of publication that is none: {shown:?}"));
    }
    meta.published = entry.updated.as_deref().and_then(date::published);
    if meta.published.is_some() {
        meta.warnings.push("the entry states only when it was last changed; taken for its date".to_owned());
    } else if stated.is_none() {
        meta.warnings.push(NO_DATE.to_owned());
    }
}

/// The whole text where the feed gives it; else the summary, else the headline alone, and a warning says so.
fn text(entry: &Fields, meta: &mut Meta) -> Result<String, Problem> {
    let whole = entry.content.as_ref().map(paragraphs).filter(|text| !text.is_empty());
    let short = entry.summary.as_ref().map(paragraphs).filter(|text| !text.is_empty());
    match (whole, short) {
        (Some(whole), short) if whole.len() >= short.as_ref().map_or(0, String::len) => Ok(whole),
        (_, Some(short)) => {
            meta.warnings.push("the feed gives a summary, which may not be the whole report".to_owned());
            Ok(short)
        }
        (Some(whole), None) => Ok(whole),
        (None, None) => {
            let title = meta.title.clone().ok_or(Problem::NoText)?;
            meta.warnings.push("the feed gives the headline alone".to_owned());
            Ok(title)
        }
    }
}

/// Words without their markup, in paragraphs.
fn paragraphs(words: &Words) -> String {
    if words.markup { html::words(&words.text) } else { words.text.clone() }
}

/// Words without their markup, on one line.
fn line(words: &Words) -> String {
    paragraphs(words).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_line(words: &str) -> bool {
    (1..=LINE).contains(&words.len())
}

/// ISO 639-1 of `en-GB` or `en_GB`.
fn language(stated: Option<&str>) -> Option<String> {
    let code = stated?.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

#[cfg(test)]
mod tests;
