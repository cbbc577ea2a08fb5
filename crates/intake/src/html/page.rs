//! The markup of a page, read once: what its head states, and its text as blocks in a tree of containers.
//!
//! Elements that never hold an article's words (scripts, navigation, asides, footers, captions) are left out here.
//! The stack of open elements is bounded; deeper ones are counted, not kept.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use super::head::Head;

/// Elements open at once before further ones are merely counted.
const DEPTH: usize = 1_000;
/// Bytes kept of one embedded JSON-LD script.
const SCRIPT: usize = 1 << 20;

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// What it states of itself.
    pub head: Head,
    /// The parent of each container, which stands before it; the first is the page.
    pub parents: Vec<usize>,
    /// What each container is for.
    pub containers: Vec<Container>,
    /// Its text in order.
    pub blocks: Vec<Block>,
}

/// What a container is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Marked as the article's body.
    Body,
    /// Marked as an article or as the main part.
    Article,
    /// Any other.
    Plain,
}

/// A stretch of text between two block boundaries.
#[derive(Debug)]
pub struct Block {
    /// The text, white space collapsed.
    pub text: String,
    /// Bytes of it inside links.
    pub linked: usize,
    /// The container it stands in.
    pub container: usize,
    /// What the markup calls it.
    pub kind: Kind,
}

/// What the markup calls a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `<p>`, `<pre>`
    Paragraph,
    /// `<h1>` … `<h6>`
    Heading,
    /// An item of a list.
    Item,
    /// Text that stands by itself in a container.
    Plain,
}

/// What an element does to the text around and inside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Its text is no part of any article.
    Hidden,
    /// Holds blocks.
    Holds,
    /// Is a block.
    Starts(Kind),
    /// Ends the line.
    Breaks,
    /// A link.
    Links,
    /// Runs along with the text.
    None,
}

fn effect(name: &[u8]) -> Effect {
    match name {
        b"script" | b"style" | b"noscript" | b"template" | b"svg" | b"math" | b"nav" | b"aside" | b"footer"
        | b"button" | b"select" | b"textarea" | b"iframe" | b"object" | b"video" | b"audio" | b"canvas"
        | b"figcaption" | b"dialog" | b"title" | b"header" => Effect::Hidden,
        b"html" | b"body" | b"div" | b"section" | b"article" | b"main" | b"table" | b"tr" | b"td" | b"th" | b"ul"
        | b"ol" | b"dl" | b"blockquote" | b"figure" | b"form" | b"fieldset" | b"details" | b"center" => Effect::Holds,
        b"p" | b"pre" => Effect::Starts(Kind::Paragraph),
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Effect::Starts(Kind::Heading),
        b"li" | b"dt" | b"dd" => Effect::Starts(Kind::Item),
        b"hr" | b"address" | b"caption" | b"option" | b"summary" => Effect::Starts(Kind::Plain),
        b"br" => Effect::Breaks,
        b"a" => Effect::Links,
        _ => Effect::None,
    }
}

/// Reads the markup of a page.
pub fn parse(markup: &str) -> Page {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut parser = Parser::default();
    for token in Tokenizer::new_with_emitter(markup, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => parser.start(&tag),
            Ok(Token::EndTag(tag)) => parser.end(&tag.name),
            Ok(Token::String(text)) => parser.text(&String::from_utf8_lossy(&text)),
            Ok(_) | Err(_) => {}
        }
    }
    parser.flush(Kind::Plain);
    parser.page
}

/// An open element that holds blocks or hides its text.
struct Open {
    name: Vec<u8>,
    container: usize,
    hidden: bool,
}

/// Text that goes to the head instead of a block.
#[derive(Default)]
enum Aside {
    #[default]
    Nothing,
    Title(String),
    Data(String),
    Headline(String),
}

struct Parser {
    page: Page,
    open: Vec<Open>,
    /// Elements opened past [`DEPTH`].
    deeper: usize,
    text: String,
    linked: usize,
    kind: Kind,
    in_link: bool,
    /// A space is due before the next word.
    gap: bool,
    aside: Aside,
}

impl Default for Parser {
    fn default() -> Self {
        let page = Page { parents: vec![0], containers: vec![Container::Plain], ..Page::default() };
        Self {
            page,
            open: Vec::new(),
            deeper: 0,
            text: String::new(),
            linked: 0,
            kind: Kind::Plain,
            in_link: false,
            gap: false,
            aside: Aside::Nothing,
        }
    }
}

impl Parser {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = &tag.name[..];
        self.page.head.tag(name, |key| attribute(tag, key));
        match name {
            b"title" if !self.page.head.has_title() => self.aside = Aside::Title(String::new()),
            b"script"
                if attribute(tag, "type")
                    .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json")) =>
            {
                self.aside = Aside::Data(String::new());
            }
            b"h1" => self.aside = Aside::Headline(String::new()),
            _ => {}
        }
        match effect(name) {
            Effect::None => {}
            Effect::Links => self.in_link = true,
            Effect::Breaks => self.line_end(),
            Effect::Starts(kind) => self.flush(kind),
            Effect::Hidden => self.push(tag, true),
            Effect::Holds => self.push(tag, is_hidden(tag)),
        }
    }

    fn push(&mut self, tag: &StartTag<()>, hidden: bool) {
        self.flush(Kind::Plain);
        if self.open.len() >= DEPTH {
            self.deeper += 1;
            return;
        }
        let (parent, within_hidden) = self.open.last().map_or((0, false), |open| (open.container, open.hidden));
        let kind = if attribute(tag, "itemprop").as_deref() == Some("articleBody") {
            Container::Body
        } else if matches!(&tag.name[..], b"article" | b"main") {
            Container::Article
        } else {
            Container::Plain
        };
        let container = self.page.containers.len();
        self.page.containers.push(kind);
        self.page.parents.push(parent);
        self.open.push(Open { name: tag.name.to_vec(), container, hidden: hidden || within_hidden });
    }

    fn end(&mut self, name: &[u8]) {
        match (name, std::mem::take(&mut self.aside)) {
            (b"title", Aside::Title(text)) => self.page.head.title(&text),
            (b"script", Aside::Data(text)) => self.page.head.data(&text),
            (b"h1", Aside::Headline(text)) => self.page.head.headline(&text),
            (_, aside) => self.aside = aside,
        }
        match effect(name) {
            Effect::None => {}
            Effect::Links => self.in_link = false,
            Effect::Breaks => self.line_end(),
            Effect::Starts(_) => self.flush(Kind::Plain),
            Effect::Hidden | Effect::Holds => {
                self.flush(Kind::Plain);
                if self.deeper > 0 {
                    self.deeper -= 1;
                } else if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
                    self.open.truncate(at);
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.aside {
            Aside::Title(kept) | Aside::Data(kept) | Aside::Headline(kept) if kept.len() + text.len() <= SCRIPT => {
                kept.push_str(text);
            }
            _ => {}
        }
        if self.open.last().is_some_and(|open| open.hidden) {
            return;
        }
        let before = self.text.len();
        for c in text.chars() {
            if c.is_whitespace() {
                self.gap = true;
            } else if !is_invisible(c) {
                if std::mem::take(&mut self.gap) && !self.text.is_empty() && !self.text.ends_with('\n') {
                    self.text.push(' ');
                }
                self.text.push(c);
            }
        }
        if self.in_link {
            self.linked += self.text.len() - before;
        }
    }

    /// One line end is kept, a second one divides blocks.
    fn line_end(&mut self) {
        if self.text.ends_with('\n') {
            self.flush(self.kind);
        } else if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.gap = false;
    }

    fn flush(&mut self, next: Kind) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let kind = std::mem::replace(&mut self.kind, next);
        self.gap = false;
        if !text.trim().is_empty() {
            let container = self.open.last().map_or(0, |open| open.container);
            self.page.blocks.push(Block { text: text.trim().to_owned(), linked, container, kind });
        }
    }
}

/// Whether the author of the page hides an element or names it as no part of the article.
fn is_hidden(tag: &StartTag<()>) -> bool {
    let role = attribute(tag, "role").unwrap_or_default();
    attribute(tag, "hidden").is_some()
        || matches!(&*role, "navigation" | "complementary" | "contentinfo" | "banner" | "search")
}

/// Controls, byte order marks, soft hyphens and zero-width spaces: they only break words.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{FEFF}' | '\u{AD}' | '\u{200B}')
}

fn attribute<'t>(tag: &'t StartTag<()>, key: &str) -> Option<std::borrow::Cow<'t, str>> {
    tag.attributes.get(key.as_bytes()).map(|value| String::from_utf8_lossy(value))
}
