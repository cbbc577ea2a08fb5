//! What a report is known by: its key says which report it is, its text which version of it.
//!
//! The key is the best name that outlives a run: the address where it was published; else the id given, within its
//! outlet or its file; else, of a file that is one report, the file; else the text itself. Addresses are compared
//! without their scheme, fragment and campaign marks.

use std::path::Path;

use reportedly_report::{Report, Span};
use sha2::{Digest, Sha256};

/// What a report is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Which report it is.
    pub key: String,
    /// The digest of its text: which version.
    pub digest: [u8; 16],
    /// The stable address of this version: `r` and sixteen hexadecimal digits.
    pub id: String,
}

/// Where a report was found.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The place as troubles name it, which is also the id of a report that was given none.
    pub place: &'a str,
    /// The file, if it holds this one report.
    pub file: Option<&'a Path>,
}

impl Identity {
    /// The identity of a report.
    pub fn of(report: &Report, found: Found<'_>) -> Self {
        let digest = sum(&[report.text.as_bytes()]);
        let key = key(report, found, &digest);
        let own = sum(&[key.as_bytes(), &digest]);
        let mut short = [0; 16];
        short.copy_from_slice(&digest[..16]);
        Self { key, digest: short, id: format!("r{}", hexadecimal(&own[..8])) }
    }
}

/// The stable address of a claim: `c` and sixteen hexadecimal digits. Claims of one report on the very same words are told
/// apart by their order.
pub fn claim_id(report: &str, span: Span, anchor: Span, nth: u32) -> String {
    let places = [span.start, span.end, anchor.start, anchor.end, nth].map(u32::to_le_bytes);
    let own = sum(&[report.as_bytes(), &places.concat()]);
    format!("c{}", hexadecimal(&own[..8]))
}

fn key(report: &Report, found: Found<'_>, digest: &[u8]) -> String {
    let meta = &report.meta;
    let address = meta.url.as_deref().and_then(address);
    let canonical = meta.canonical.as_deref().and_then(self::address);
    // The canonical address of a copy may be the original's, at another outlet: that one is not this report.
    let address = match (address, canonical) {
        (Some(own), Some(canonical)) if host(&own) == host(&canonical) => Some(canonical),
        (own, _) => own,
    };
    if let Some(address) = address {
        return format!("address:{address}");
    }
    if report.id != found.place {
        let outlet = meta.outlet.as_deref().map(|outlet| outlet.trim().to_lowercase());
        let within = outlet.filter(|outlet| !outlet.is_empty()).unwrap_or_else(|| file_name(found.place).to_owned());
        return format!("given:{within}:{}", report.id);
    }
    if let Some(file) = found.file {
        let whole = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        return format!("file:{}", whole.to_string_lossy());
    }
    let stated = |fact: Option<&str>| fact.unwrap_or_default().as_bytes().to_vec();
    let outlet = stated(meta.outlet.as_deref());
    let published = stated(meta.published.as_ref().map(|published| published.as_str()));
    let own = sum(&[digest, &outlet, b"\0", &published]);
    format!("text:{}", hexadecimal(&own[..16]))
}

/// An address without what does not tell reports apart; nothing where it is none.
fn address(stated: &str) -> Option<String> {
    let (scheme, rest) = stated.trim().split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.to_ascii_lowercase();
    let host = host.strip_suffix(":80").or_else(|| host.strip_suffix(":443")).unwrap_or(&host);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("utm_")).collect();
    let path = if path == "/" && kept.is_empty() { "" } else { path };
    let mark = if kept.is_empty() { "" } else { "?" };
    (!host.is_empty()).then(|| format!("{host}{path}{mark}{}", kept.join("&")))
}

fn host(address: &str) -> &str {
    address.split(['/', '?']).next().unwrap_or_default()
}

/// The last part of a place's path, without the line or entry within the file.
fn file_name(place: &str) -> &str {
    let last = place.rsplit('/').next().unwrap_or_default();
    last.split([':', '#', '@']).next().unwrap_or_default()
}

fn sum(parts: &[&[u8]]) -> [u8; 32] {
    let mut sum = Sha256::new();
    for part in parts {
        sum.update((part.len() as u64).to_le_bytes());
        sum.update(part);
    }
    sum.finalize().into()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use reportedly_report::Meta;

    use super::*;

    fn identity(meta: Meta, id: &str, place: &str, file: Option<&str>) -> Identity {
        let report = Report { id: id.into(), meta, text: "It rained.".into() };
        Identity::of(&report, Found { place, file: file.map(Path::new) })
    }

    fn at(url: &str) -> Meta {
        Meta { url: Some(url.into()), ..Meta::default() }
    }

    #[test]
    fn the_best_name_is_the_key() {
        let key = |meta, id, file| identity(meta, id, "in/feed.jsonl:7", file).key;
        assert_eq!(
            key(at("https://News.example:443/a?utm_source=x&id=3#top"), "7", None),
            "address:news.example/a?id=3"
        );
        assert_eq!(key(at("http://news.example/"), "7", None), key(at("https://NEWS.example"), "8", None));
        assert_eq!(key(Meta { outlet: Some("The Gull ".into()), ..Meta::default() }, "7", None), "given:the gull:7");
        assert_eq!(key(Meta::default(), "7", None), "given:feed.jsonl:7");
        assert_eq!(key(Meta::default(), "in/feed.jsonl:7", Some("/in/a.txt")), "file:/in/a.txt");
        assert!(key(at("urn:x"), "in/feed.jsonl:7", None).starts_with("text:"));
    }

    #[test]
    fn the_original_of_another_outlet_is_not_the_report() {
        let canonical =
            |canonical: &str| Meta { canonical: Some(canonical.into()), ..at("https://gull.example/a?p=1") };
        assert_eq!(identity(canonical("https://gull.example/a"), "x", "x", None).key, "address:gull.example/a");
        assert_eq!(identity(canonical("https://wire.example/z"), "x", "x", None).key, "address:gull.example/a?p=1");
    }

    #[test]
    fn addresses_tell_key_text_and_span() {
        let (one, two) =
            (identity(at("https://a.example/1"), "x", "p", None), identity(at("https://a.example/2"), "x", "p", None));
        assert_eq!(one.digest, two.digest);
        assert_ne!(one.id, two.id);
        assert!(one.id.len() == 17 && one.id.starts_with('r'));
        let claim = |start, anchor| claim_id(&one.id, Span::new(start, 9), Span::new(anchor, 9), 0);
        assert_ne!(claim(0, 5), claim(0, 6));
        assert_ne!(claim(0, 5), claim(1, 5));
    }
}
