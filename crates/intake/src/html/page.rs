//! The markup of a page, read once: what its head states, and its text as blocks in a tree of containers.
//!
//! Elements that never hold an article's words (scripts, navigation, menus) are left out here; all others are kept with
//! what they are called, for [`super::body`] to judge. The stack of open elements is bounded; deeper ones are counted,
//! not kept.

use std::hash::{DefaultHasher, Hash, Hasher};

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};
use reportedly_knowledge::{bylines, pages};

use super::element::{Effect, Role, effect, role};
use super::head::Head;

/// Links to authors kept: enough for any honest page.
const AUTHORS: usize = 64;
/// Elements open at once before further ones are merely counted.
const DEPTH: usize = 1_000;
/// Bytes kept of one embedded JSON-LD script.
const SCRIPT: usize = 1 << 20;

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// What it states of itself.
    pub head: Head,
    /// What holds its text, parents before their children; the first is the page.
    pub containers: Vec<Container>,
    /// Its text in order.
    pub blocks: Vec<Block>,
    /// Links that are marked as an author's or lead to an author's page.
    pub author_links: Vec<AuthorLink>,
}

/// A link to an author.
#[derive(Debug)]
pub struct AuthorLink {
    /// Its words.
    pub text: String,
    /// The page says so itself: `rel="author"`.
    pub is_marked: bool,
    /// The block that holds it.
    pub block: usize,
}

/// An element that holds blocks.
#[derive(Clone, Debug, Default)]
pub struct Container {
    /// What it stands in; the first stands in itself.
    pub parent: usize,
    /// What its element is for.
    pub role: Role,
    /// What its class, id and role call it: a mask of [`pages::cues`].
    pub cues: u32,
    /// Equal for containers that one template made.
    pub signature: u64,
    /// Marked as the article's body.
    pub is_body: bool,
    /// Hidden by its maker.
    pub is_hidden: bool,
}

/// A stretch of text between two block boundaries.
#[derive(Debug)]
pub struct Block {
    /// The text, white space collapsed.
    pub text: String,
    /// Bytes of it inside links.
    pub linked: usize,
    /// Links in it.
    pub links: usize,
    /// Bytes of it in bold or slanted letters.
    pub stressed: usize,
    /// The container it stands in.
    pub container: usize,
    /// What the markup calls it.
    pub kind: Kind,
    /// What the classes of its own element, or of the first within it, call it.
    pub cues: u32,
    /// Equal for blocks that one template made.
    pub signature: u64,
}

/// What the markup calls a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `<p>`, `<pre>`
    Paragraph,
    /// `<h1>` … `<h6>`
    Heading(u8),
    /// Text that stands by itself in a container.
    #[default]
    Plain,
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

/// An open element that holds blocks or whose text is left out.
struct Open {
    name: Vec<u8>,
    container: usize,
    left_out: bool,
}

/// Text that goes to the head instead of a block.
#[derive(Default)]
enum Aside {
    #[default]
    Nothing,
    Title(String),
    Data(String),
    Headline(String),
    /// A link to an author; whether it is marked so.
    Author(String, bool),
}

/// The block being read.
#[derive(Default)]
struct Draft {
    text: String,
    linked: usize,
    links: usize,
    stressed: usize,
    kind: Kind,
    cues: u32,
    /// A space is due before the next word.
    gap: bool,
}

struct Parser {
    page: Page,
    open: Vec<Open>,
    /// Elements opened past [`DEPTH`].
    deeper: usize,
    draft: Draft,
    in_link: bool,
    is_stressed: bool,
    aside: Aside,
}

impl Default for Parser {
    fn default() -> Self {
        Self {
            page: Page { containers: vec![Container::default()], ..Page::default() },
            open: Vec::new(),
            deeper: 0,
            draft: Draft::default(),
            in_link: false,
            is_stressed: false,
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
            b"a" if matches!(self.aside, Aside::Nothing) && self.page.author_links.len() < AUTHORS => {
                let is_marked =
                    attribute(tag, "rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "author"));
                if is_marked || attribute(tag, "href").is_some_and(|href| bylines::leads_to_author(&href)) {
                    self.aside = Aside::Author(String::new(), is_marked);
                }
            }
            _ => {}
        }
        match effect(name) {
            Effect::None => self.adopt(tag),
            Effect::Links => {
                self.in_link = true;
                self.draft.links += 1;
                self.adopt(tag);
            }
            Effect::Stresses => self.is_stressed = true,
            Effect::Breaks => self.line_end(),
            Effect::Starts(kind) => {
                self.flush(kind);
                self.draft.cues = cues(tag);
            }
            Effect::LeftOut => self.push(tag, true),
            Effect::Holds => {
                self.close_sibling(name);
                self.push(tag, false);
            }
        }
    }

    /// An element that opens a block speaks for all of it.
    fn adopt(&mut self, tag: &StartTag<()>) {
        if self.draft.text.is_empty() {
            self.draft.cues |= cues(tag);
        }
    }

    /// An item or a cell ends the one before it, which need not be closed.
    fn close_sibling(&mut self, name: &[u8]) {
        let ends: &[&[u8]] = match name {
            b"li" => &[b"li"],
            b"dt" | b"dd" => &[b"dt", b"dd"],
            b"td" | b"th" => &[b"td", b"th"],
            b"tr" => &[b"td", b"th", b"tr"],
            _ => return,
        };
        while self.deeper == 0 && self.open.last().is_some_and(|open| ends.contains(&&open.name[..])) {
            self.flush(Kind::Plain);
            self.open.pop();
        }
    }

    fn push(&mut self, tag: &StartTag<()>, left_out: bool) {
        self.flush(Kind::Plain);
        if self.open.len() >= DEPTH {
            self.deeper += 1;
            return;
        }
        let (parent, within) = self.open.last().map_or((0, false), |open| (open.container, open.left_out));
        let left_out = left_out || within;
        // What is left out holds no blocks; it needs no container of its own.
        let container = if left_out { parent } else { self.page.containers.len() };
        if !left_out {
            let above = &self.page.containers[parent];
            let is_page = matches!(&tag.name[..], b"html" | b"body");
            let stated = attribute(tag, "role").unwrap_or_default();
            let signature = signature((&tag.name[..], attribute(tag, "class").as_deref(), above.role, above.cues));
            self.page.containers.push(Container {
                parent,
                role: role(&tag.name, &stated),
                // The classes of the whole page speak of its kind, not of its parts.
                cues: if is_page { 0 } else { cues(tag) },
                signature,
                is_body: attribute(tag, "itemprop").as_deref() == Some("articleBody"),
                is_hidden: above.is_hidden || is_hidden(tag),
            });
        }
        self.open.push(Open { name: tag.name.to_vec(), container, left_out });
    }

    fn end(&mut self, name: &[u8]) {
        match (name, std::mem::take(&mut self.aside)) {
            (b"title", Aside::Title(text)) => self.page.head.title(&text),
            (b"script", Aside::Data(text)) => self.page.head.data(&text),
            (b"h1", Aside::Headline(text)) => self.page.head.headline(&text),
            (b"a", Aside::Author(text, is_marked)) if !text.trim().is_empty() => {
                let block = self.page.blocks.len();
                self.page.author_links.push(AuthorLink { text: text.trim().to_owned(), is_marked, block });
            }
            (b"a", Aside::Author(..)) => {}
            (_, aside) => self.aside = aside,
        }
        match effect(name) {
            Effect::None => {}
            Effect::Links => self.in_link = false,
            Effect::Stresses => self.is_stressed = false,
            Effect::Breaks => self.line_end(),
            Effect::Starts(_) => self.flush(Kind::Plain),
            Effect::LeftOut | Effect::Holds => {
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
            Aside::Title(kept) | Aside::Data(kept) | Aside::Headline(kept) | Aside::Author(kept, _)
                if kept.len() + text.len() <= SCRIPT =>
            {
                kept.push_str(text);
            }
            _ => {}
        }
        if self.open.last().is_some_and(|open| open.left_out) {
            return;
        }
        let draft = &mut self.draft;
        let before = draft.text.len();
        for c in text.chars() {
            if c.is_whitespace() {
                draft.gap = true;
            } else if !is_invisible(c) {
                if std::mem::take(&mut draft.gap) && !draft.text.is_empty() && !draft.text.ends_with('\n') {
                    draft.text.push(' ');
                }
                draft.text.push(c);
            }
        }
        let added = draft.text.len() - before;
        draft.linked += if self.in_link { added } else { 0 };
        draft.stressed += if self.is_stressed { added } else { 0 };
    }

    /// One line end is kept, a second one divides blocks.
    fn line_end(&mut self) {
        if self.draft.text.ends_with('\n') {
            let (kind, cues) = (self.draft.kind, self.draft.cues);
            self.flush(kind);
            self.draft.cues = cues;
        } else if !self.draft.text.is_empty() {
            self.draft.text.push('\n');
        }
        self.draft.gap = false;
    }

    fn flush(&mut self, next: Kind) {
        let Draft { text, linked, links, stressed, kind, cues, .. } =
            std::mem::replace(&mut self.draft, Draft { kind: next, ..Draft::default() });
        self.is_stressed = false;
        let text = text.trim();
        if !text.is_empty() {
            let container = self.open.last().map_or(0, |open| open.container);
            let signature = signature((kind, cues, self.page.containers[container].signature));
            let text = text.to_owned();
            self.page.blocks.push(Block { text, linked, links, stressed, container, kind, cues, signature });
        }
    }
}

fn signature(of: impl Hash) -> u64 {
    let mut hash = DefaultHasher::new();
    of.hash(&mut hash);
    hash.finish()
}

fn cues(tag: &StartTag<()>) -> u32 {
    let named = |key| attribute(tag, key).map_or(0, |names| pages::cues(&names));
    ["class", "id", "role", "itemprop", "data-component", "data-testid"]
        .into_iter()
        .fold(0, |cues, key| cues | named(key))
}

/// Whether the maker of the page hides an element.
fn is_hidden(tag: &StartTag<()>) -> bool {
    attribute(tag, "hidden").is_some()
        || attribute(tag, "aria-hidden").is_some_and(|value| &*value == "true")
        || attribute(tag, "style").is_some_and(|style| style.replace(' ', "").contains("display:none"))
}

/// Controls, byte order marks, soft hyphens and zero-width spaces: they only break words.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{FEFF}' | '\u{AD}' | '\u{200B}')
}

fn attribute<'t>(tag: &'t StartTag<()>, key: &str) -> Option<std::borrow::Cow<'t, str>> {
    tag.attributes.get(key.as_bytes()).map(|value| String::from_utf8_lossy(value))
}
