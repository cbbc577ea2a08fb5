//! What the elements of a feed mean: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and the modules that publishers mix in.
//!
//! One mapping for all versions, since feeds mix them; where several elements state one thing, the more exact one wins.

use super::xml::{Element, Space};

/// A text that may hold markup of HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The text, as markup where `markup`.
    pub text: String,
    /// Whether `<` and `&` are markup in it. RSS leaves it open: then the text tells.
    pub markup: bool,
}

/// What a channel or an entry states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Headline.
    pub title: Option<Words>,
    /// Line under the title of a feed.
    pub subtitle: Option<Words>,
    /// Where it stands on the web.
    pub link: Option<String>,
    /// The address it names as its original, beside `link`.
    pub original: Option<String>,
    /// What it is known by.
    pub id: Option<String>,
    /// Its authors as one line.
    pub author: Option<String>,
    /// Each author by name.
    pub authors: Vec<String>,
    /// The short text.
    pub summary: Option<Words>,
    /// The whole text.
    pub content: Option<Words>,
    /// When it was published, as stated.
    pub published: Option<String>,
    /// When it was last changed, as stated.
    pub updated: Option<String>,
    /// In what language, as stated.
    pub language: Option<String>,
    /// Who published it first.
    pub source: Option<String>,
    /// Who holds the rights.
    pub rights: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
}

/// Reads the elements directly in a channel or an entry.
pub fn read(element: &Element) -> Fields {
    let core = |name: &str| find(element, Space::Feed, name).map(words);
    let dublin = |name: &str| find(element, Space::DublinCore, name).map(words);
    let plain = |words: Option<Words>| words.map(|words| words.text).filter(|text| !text.is_empty());
    let summary = core("summary").or_else(|| core("description")).or_else(|| core("tagline"));
    let summary = summary.or_else(|| core("subtitle")).or_else(|| dublin("description")).or_else(|| dublin("abstract"));
    let content = find(element, Space::Content, "encoded").map(words).or_else(|| atom_content(element));
    let content = content.or_else(|| find(element, Space::Xhtml, "body").map(marked)).or_else(|| core("fullitem"));
    let id = core("id").or_else(|| core("guid")).or_else(|| dublin("identifier"));
    let authors = authors(element);
    Fields {
        title: core("title").or_else(|| dublin("title")).filter(|words| !words.text.is_empty()),
        subtitle: core("subtitle").or_else(|| core("tagline")).or_else(|| summary.clone()),
        link: link(element),
        original: original(element),
        id: plain(id).or_else(|| element.attribute("about").map(str::to_owned)),
        author: (!authors.is_empty()).then(|| authors[0].0.clone()),
        authors: authors.into_iter().map(|(_, name)| name).filter(|name| !name.is_empty()).collect(),
        summary,
        content,
        published: plain(core("pubdate").or_else(|| core("published")).or_else(|| core("issued")))
            .or_else(|| plain(dublin("issued").or_else(|| dublin("date")).or_else(|| core("created"))))
            .or_else(|| plain(dublin("created"))),
        updated: plain(core("updated").or_else(|| core("modified")).or_else(|| dublin("modified")))
            .or_else(|| plain(core("lastbuilddate"))),
        language: plain(core("language").or_else(|| dublin("language")))
            .or(element.attribute("lang").map(str::to_owned)),
        source: source(element),
        rights: plain(core("rights").or_else(|| core("copyright")).or_else(|| dublin("rights"))),
        publisher: plain(dublin("publisher").or_else(|| core("webmaster"))),
    }
}

/// The first element of a name that holds anything.
fn find<'e>(element: &'e Element, space: Space, name: &str) -> Option<&'e Element> {
    let mut named = element.elements().filter(|child| child.space == space && child.name == name);
    named.find(|child| !child.content.is_empty())
}

/// The words of an element, by what Atom says of their kind; RSS says nothing.
fn words(element: &Element) -> Words {
    let kind = element.attribute("type").unwrap_or("").to_ascii_lowercase();
    let mode = element.attribute("mode").unwrap_or("").to_ascii_lowercase();
    let inline = element.elements().next().is_some();
    if mode == "base64" || element.attribute("encoding").is_some_and(|encoding| encoding == "base64") {
        let bytes = crate::base64::decode(&element.text()).unwrap_or_default();
        return Words {
            text: String::from_utf8_lossy(&bytes).trim().to_owned(),
            markup: !kind.starts_with("text/plain"),
        };
    }
    if inline || kind == "xhtml" || kind == "application/xhtml+xml" && mode != "escaped" {
        return marked(element);
    }
    let text = element.text();
    let markup = match kind.as_str() {
        "text" | "text/plain" => false,
        "html" | "text/html" | "application/xhtml+xml" => true,
        _ => looks_marked(&text),
    };
    Words { text, markup }
}

fn marked(element: &Element) -> Words {
    Words { text: element.markup(), markup: true }
}

/// Whether tags or entities of HTML stand in a text that may be either.
fn looks_marked(text: &str) -> bool {
    let tag = |rest: &str| {
        let name = rest.strip_prefix('/').unwrap_or(rest);
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') && rest.contains('>')
    };
    let entity = |rest: &str| {
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        end.is_some_and(|end| end > 1 && rest[..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#'))
    };
    // The first few marks are enough to tell, and no long text is searched to its end for each.
    text.match_indices('<').take(8).any(|(at, _)| tag(&text[at + 1..]))
        || text.match_indices('&').take(8).any(|(at, _)| entity(&text[at + 1..]))
}

fn atom_content(element: &Element) -> Option<Words> {
    let kind = |child: &Element| child.attribute("type").unwrap_or("").to_ascii_lowercase();
    let mut content = element.elements().filter(|child| child.space == Space::Feed && child.name == "content");
    let readable = |kind: &str| {
        matches!(kind, "" | "text" | "html" | "xhtml" | "application/xhtml+xml") || kind.starts_with("text/")
    };
    content.find(|child| !child.content.is_empty() && readable(&kind(child))).map(words)
}

/// RSS writes the address out, Atom puts it into an attribute and says what it is for.
fn link(element: &Element) -> Option<String> {
    let mut alternate = None;
    let mut other = None;
    for child in element.elements().filter(|child| child.name == "link") {
        match (child.space, child.attribute("href")) {
            (Space::Feed, None) if alternate.is_none() => {
                alternate = Some(child.text()).filter(|text| !text.is_empty())
            }
            (Space::Feed, Some(href)) => {
                let rel = child.attribute("rel").unwrap_or("alternate").to_ascii_lowercase();
                let kind = child.attribute("type").unwrap_or("text/html").to_ascii_lowercase();
                if rel == "alternate" && (kind.contains("html") || kind.is_empty()) {
                    alternate.get_or_insert_with(|| href.to_owned());
                } else if rel == "alternate" {
                    other.get_or_insert_with(|| href.to_owned());
                }
            }
            _ => {}
        }
    }
    let guid = || {
        let guid = find(element, Space::Feed, "guid")?;
        let permanent = guid.attribute("ispermalink").is_none_or(|value| !value.eq_ignore_ascii_case("false"));
        Some(guid.text()).filter(|text| permanent && text.contains("://"))
    };
    alternate.or(other).or_else(guid)
}

/// Where a service that passes the entry on says that it came from.
fn original(element: &Element) -> Option<String> {
    let burnt = find(element, Space::FeedBurner, "origlink").map(Element::text);
    let mut links = element.elements().filter(|child| child.name == "link" && child.space == Space::Feed);
    let canonical =
        || links.find(|child| child.attribute("rel") == Some("canonical"))?.attribute("href").map(str::to_owned);
    burnt.or_else(canonical).filter(|address| !address.is_empty())
}

/// Whose entry it was before an aggregator took it over.
fn source(element: &Element) -> Option<String> {
    let source = find(element, Space::Feed, "source")?;
    let titled = find(source, Space::Feed, "title").map(|title| words(title).text);
    Some(titled.unwrap_or_else(|| source.text())).filter(|name| !name.is_empty())
}

/// Each author as written, and by name alone.
fn authors(element: &Element) -> Vec<(String, String)> {
    let is = |child: &Element| match (child.space, child.name.as_str()) {
        (Space::Feed, "author") | (Space::DublinCore, "creator" | "author") => Some(0),
        (Space::Feed, "managingeditor") => Some(1),
        (Space::Podcast, "author") => Some(2),
        _ => None,
    };
    let Some(best) = element.elements().filter_map(is).min() else { return Vec::new() };
    let mut authors = Vec::new();
    for child in element.elements().filter(|child| is(child) == Some(best)) {
        let part = |name: &str| find(child, Space::Feed, name).map(Element::text).filter(|text| !text.is_empty());
        let (line, name) = match (part("name"), part("email")) {
            (Some(name), Some(email)) => (format!("{name} ({email})"), name),
            (Some(name), None) => (name.clone(), name),
            (None, Some(email)) => (email.clone(), String::new()),
            (None, None) => (child.text(), person(&child.text())),
        };
        if !line.is_empty() && authors.len() < 32 {
            authors.push((line, name));
        }
    }
    authors
}

/// The name in "desk@post.example (Ada Obi)", "Ada Obi <ada@post.example>" or "Ada Obi".
fn person(line: &str) -> String {
    let (before, after) = line.split_once(['(', '<']).unwrap_or((line, ""));
    let after = after.trim_end_matches([')', '>']);
    let name = if before.contains('@') { after } else { before };
    if name.contains('@') { String::new() } else { name.trim().to_owned() }
}
