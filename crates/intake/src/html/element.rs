//! What each element of the markup does to the text, and what it is for.

use super::page::Kind;

/// What an element does to the text around and inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Its text is no part of any article.
    LeftOut,
    /// Holds blocks.
    Holds,
    /// Is a block.
    Starts(Kind),
    /// Ends the line.
    Breaks,
    /// A link.
    Links,
    /// Bold or slanted letters.
    Stresses,
    /// Runs along with the text.
    None,
}

/// What a container is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Anything.
    #[default]
    Plain,
    /// An article, or one in a list of them.
    Article,
    /// The main part of the page.
    Main,
    /// Beside the main part.
    Aside,
    /// The top of the page or of a part.
    Header,
    /// The bottom of the page or of a part.
    Footer,
    /// A picture with its caption.
    Figure,
    /// A caption.
    Caption,
    /// Fields to fill in.
    Form,
    /// A table, or a part of it.
    Table,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// A quotation.
    Quotation,
    /// A section.
    Section,
    /// Ways to other pages.
    Navigation,
}

/// How many roles there are.
pub const ROLES: usize = Role::Navigation as usize + 1;

/// What an element does.
pub fn effect(name: &[u8]) -> Effect {
    match name {
        b"script" | b"style" | b"noscript" | b"template" | b"svg" | b"math" | b"nav" | b"button" | b"select"
        | b"textarea" | b"iframe" | b"object" | b"video" | b"audio" | b"canvas" | b"dialog" | b"title" => {
            Effect::LeftOut
        }
        b"html" | b"body" | b"div" | b"section" | b"article" | b"main" | b"table" | b"tr" | b"td" | b"th" | b"ul"
        | b"ol" | b"li" | b"dl" | b"dt" | b"dd" | b"blockquote" | b"figure" | b"figcaption" | b"form" | b"fieldset"
        | b"details" | b"center" | b"header" | b"footer" | b"aside" => Effect::Holds,
        b"p" | b"pre" => Effect::Starts(Kind::Paragraph),
        [b'h', level @ b'1'..=b'6'] => Effect::Starts(Kind::Heading(level - b'0')),
        b"hr" | b"address" | b"caption" | b"option" | b"summary" => Effect::Starts(Kind::Plain),
        b"br" => Effect::Breaks,
        b"a" => Effect::Links,
        b"b" | b"strong" | b"em" | b"i" => Effect::Stresses,
        _ => Effect::None,
    }
}

/// What a container is for, by its element and by the role that it states.
pub fn role(name: &[u8], stated: &str) -> Role {
    match stated {
        "article" => return Role::Article,
        "main" => return Role::Main,
        "complementary" => return Role::Aside,
        "banner" => return Role::Header,
        "contentinfo" => return Role::Footer,
        "navigation" | "menu" | "menubar" | "tablist" => return Role::Navigation,
        "search" => return Role::Form,
        _ => {}
    }
    match name {
        b"article" => Role::Article,
        b"main" => Role::Main,
        b"aside" => Role::Aside,
        b"header" => Role::Header,
        b"footer" => Role::Footer,
        b"figure" => Role::Figure,
        b"figcaption" => Role::Caption,
        b"form" | b"fieldset" => Role::Form,
        b"table" | b"tr" | b"td" | b"th" => Role::Table,
        b"ul" | b"ol" | b"dl" => Role::List,
        b"li" | b"dt" | b"dd" => Role::Item,
        b"blockquote" => Role::Quotation,
        b"section" => Role::Section,
        _ => Role::Plain,
    }
}
