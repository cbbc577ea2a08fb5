//! The markup of a feed as small trees: one for the channel, one for each entry.
//!
//! Lenient where publishers are careless (stray ampersands, tags left open, entities of HTML) and closed where they may
//! be hostile: entities that a document defines itself are left as they are written, nothing is fetched, and depth and
//! size are bounded. Where the markup breaks off, what came before is kept.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

/// Elements open at once before deeper ones only lend their text.
const DEPTH: usize = 64;
/// Attributes kept of one element.
const ATTRIBUTES: usize = 64;

/// The vocabularies that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// RSS in any version, Atom in any version, or none named.
    Feed,
    /// Dublin Core, plain or in terms.
    DublinCore,
    /// The `content` module of RSS.
    Content,
    /// The feeds of podcasts.
    Podcast,
    /// RDF itself.
    Rdf,
    /// XHTML.
    Xhtml,
    /// FeedBurner.
    FeedBurner,
    /// Any other.
    Other,
}

impl Space {
    fn of(address: &str) -> Self {
        let address = address.trim().trim_end_matches(['/', '#']).to_ascii_lowercase();
        let is = |addresses: &[&str]| addresses.contains(&address.as_str());
        if is(&["http://purl.org/dc/elements/1.1", "http://purl.org/dc/elements/1.0", "http://purl.org/dc/terms"]) {
            Self::DublinCore
        } else if is(&["http://purl.org/rss/1.0/modules/content"]) {
            Self::Content
        } else if is(&["http://www.itunes.com/dtds/podcast-1.0.dtd", "http://example.com/dtds/podcast-1.0.dtd"]) {
            Self::Podcast
        } else if is(&["http://www.w3.org/1999/02/22-rdf-syntax-ns"]) {
            Self::Rdf
        } else if is(&["http://www.w3.org/1999/xhtml"]) {
            Self::Xhtml
        } else if is(&["http://rssnamespace.org/feedburner/ext/1.0"]) {
            Self::FeedBurner
        } else if is(&[
            "",
            "http://www.w3.org/2005/atom",
            "http://purl.org/atom/ns",
            "http://purl.org/rss/1.0",
            "http://purl.org/echo",
            "http://purl.org/net/rss1.1",
            "http://my.netscape.com/rdf/simple/0.9",
            "http://channel.netscape.com/rdf/simple/0.9",
            "http://my.netscape.com/publish/formats/rss-0.91.dtd",
            "http://backend.userland.com/rss",
            "http://backend.userland.com/rss2",
            "http://backend.userland.com/rss091",
            "http://backend.userland.com/rss092",
            "http://blogs.law.harvard.edu/tech/rss",
            "http://cyber.law.harvard.edu/rss",
            "http://example.com/newformat",
            "http://example.com/necho",
            "uri/of/echo/namespace",
        ]) {
            Self::Feed
        } else {
            Self::Other
        }
    }
}

/// An element with what stands in it.
#[derive(Debug)]
pub struct Element {
    /// Its vocabulary.
    pub space: Space,
    /// Its name without prefix, in lower case.
    pub name: String,
    /// Its attributes, prefixes left out.
    pub attributes: Vec<(String, String)>,
    /// What stands in it.
    pub content: Vec<Node>,
    written: String,
}

/// What stands in an element.
#[derive(Debug)]
pub enum Node {
    /// Characters, entities resolved.
    Text(String),
    /// A further element.
    Element(Element),
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(named, _)| named == name).map(|(_, value)| value.trim())
    }

    /// The elements directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.content.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Its own text.
    pub fn text(&self) -> String {
        let text = self.content.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        text.collect::<String>().trim().to_owned()
    }

    /// What stands in it as markup of HTML; a lone `<div>` around everything left out.
    pub fn markup(&self) -> String {
        let blank = |node: &&Node| matches!(node, Node::Text(text) if text.trim().is_empty());
        let mut nodes = self.content.iter().filter(|node| !blank(node));
        if let (Some(Node::Element(only)), None) = (nodes.next(), nodes.next())
            && only.name == "div"
        {
            return only.markup_within();
        }
        self.markup_within()
    }

    fn markup_within(&self) -> String {
        let mut out = String::new();
        self.content.iter().for_each(|node| node.write(&mut out));
        out.trim().to_owned()
    }
}

impl Node {
    fn write(&self, out: &mut String) {
        match self {
            Self::Text(text) => escape(text, out),
            Self::Element(element) => {
                out.push('<');
                out.push_str(&element.name);
                for (name, value) in &element.attributes {
                    out.push(' ');
                    out.push_str(name);
                    out.push_str("=\"");
                    escape(value, out);
                    out.push('"');
                }
                out.push('>');
                element.content.iter().for_each(|node| node.write(out));
                if !matches!(element.name.as_str(), "br" | "img" | "hr" | "input" | "wbr") {
                    out.push_str("</");
                    out.push_str(&element.name);
                    out.push('>');
                }
            }
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
}

/// The trees of a feed.
#[derive(Debug, Default)]
pub struct Trees {
    /// The elements around the entries: the root, the channel and what else stands there.
    pub outside: Vec<Element>,
    /// The entries.
    pub entries: Vec<Element>,
    /// Whether there are references to entities that only the document itself could explain.
    pub unknown: bool,
    /// Where and why the markup broke off.
    pub broken: Option<(u64, String)>,
}

/// Reads the markup. Entries beyond `most` are left out, and said to be.
pub fn read(markup: &str, most: usize) -> Trees {
    let mut reader = Reader::from_str(markup);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    let mut builder = Builder::default();
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => builder.take(&event),
            Err(error) => {
                builder.trees.broken = Some((reader.error_position(), error.to_string()));
                break;
            }
        }
        if builder.trees.entries.len() >= most {
            let words = format!("over {most} entries, the rest left out");
            builder.trees.broken = Some((reader.buffer_position(), words));
            break;
        }
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    trees: Trees,
    open: Vec<Element>,
    /// Names of elements opened past [`DEPTH`].
    deeper: usize,
    /// Prefixes and what they stand for, with the depth at which they were declared.
    spaces: Vec<(usize, String, Space)>,
}

impl Builder {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(start) => self.start(start),
            Event::Empty(start) if self.open.len() < DEPTH => {
                self.start(start);
                self.close();
            }
            Event::End(end) => self.end(end.name().as_ref()),
            Event::Text(text) => self.text(text),
            Event::CData(text) => self.text(text),
            Event::GeneralRef(reference) => self.reference(reference),
            _ => {}
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        if self.open.len() >= DEPTH {
            self.deeper += 1;
            return;
        }
        let depth = self.open.len();
        let mut attributes = Vec::new();
        for attribute in start.html_attributes().with_checks(false).flatten().take(ATTRIBUTES) {
            let name = attribute.key.as_ref();
            let value = unescaped(&attribute.value);
            if name == "xmlns" {
                self.spaces.push((depth, String::new(), Space::of(&value)));
            } else if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.spaces.push((depth, prefix.to_owned(), Space::of(&value)));
            } else {
                let local = name.rsplit(':').next().unwrap_or(name);
                attributes.push((local.to_ascii_lowercase(), value));
            }
        }
        let written = start.name().as_ref().to_owned();
        let (prefix, local) = written.split_once(':').unwrap_or(("", &written));
        let space = self.spaces.iter().rev().find(|(_, named, _)| named == prefix).map(|(_, _, space)| *space);
        // A name without a prefix in a vocabulary of its own is taken for the feed's: many feeds invent one.
        let space = match (prefix, space) {
            ("", Some(Space::Other) | None) => Space::Feed,
            (_, Some(space)) => space,
            ("dc" | "dcterms", None) => Space::DublinCore,
            ("content", None) => Space::Content,
            ("rdf", None) => Space::Rdf,
            (_, None) => Space::Other,
        };
        let name = local.to_ascii_lowercase();
        self.open.push(Element { space, name, attributes, content: Vec::new(), written });
    }

    fn end(&mut self, name: &str) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(at) = self.open.iter().rposition(|open| open.written == name) {
            while self.open.len() > at {
                self.close();
            }
        }
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        let depth = self.open.len();
        while self.spaces.last().is_some_and(|(declared, _, _)| *declared >= depth) {
            self.spaces.pop();
        }
        let is_entry = element.space == Space::Feed && matches!(element.name.as_str(), "item" | "entry");
        let within = self.open.iter().any(|open| matches!(open.name.as_str(), "item" | "entry"));
        match self.open.last_mut() {
            _ if is_entry && !within => self.trees.entries.push(element),
            Some(parent) => parent.content.push(Node::Element(element)),
            None => self.trees.outside.push(element),
        }
    }

    fn text(&mut self, text: &str) {
        let Some(element) = self.open.last_mut() else { return };
        match element.content.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => element.content.push(Node::Text(text.to_owned())),
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        let resolved = resolved(reference);
        self.trees.unknown |= resolved.is_none();
        let resolved = resolved.unwrap_or_else(|| format!("&{};", &**reference));
        self.text(&resolved);
    }

    fn finish(mut self) -> Trees {
        // An entry that the end of the document cuts off would be half a report.
        let cut = self.trees.broken.is_some() || !self.open.is_empty();
        while let Some(open) = self.open.last() {
            let is_entry = matches!(open.name.as_str(), "item" | "entry");
            if cut && is_entry {
                self.open.pop();
                let words = "the document ends within an entry, which is left out".to_owned();
                self.trees.broken.get_or_insert((0, words));
            } else {
                self.close();
            }
        }
        self.trees
    }
}

/// What a reference stands for: a character, by number or by its name in XML or HTML.
fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => Some(c.to_string()),
        Ok(None) => quick_xml::escape::resolve_html5_entity(reference).map(str::to_owned),
        Err(_) => None,
    }
}

/// The value of an attribute; as it is written where it is not well formed.
fn unescaped(value: &str) -> String {
    let known = quick_xml::escape::unescape_with(value, quick_xml::escape::resolve_html5_entity);
    known.map_or_else(|_| value.to_owned(), std::borrow::Cow::into_owned)
}
