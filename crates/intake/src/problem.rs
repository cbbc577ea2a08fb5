//! Why a document could not be taken.

/// What is wrong with a document, in words that need no other context than its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Bytes that are no text in any encoding.
    Binary,
    /// Over a limit.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// A line that is not JSON, with what the parser found.
    NotJson(String),
    /// JSON, but not an object with the keys of a report.
    NotAReport(String),
    /// A document without a word of text.
    NoText,
    /// A publication date that is none.
    UnknownDate(String),
    /// Asked to be read as a feed, and none.
    NotAFeed,
    /// A sound input that holds no document, in words.
    Empty(&'static str),
    /// A form that is known but not read.
    OtherForm(&'static str),
    /// Compressed data that does not unpack.
    Damaged(String),
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Binary => write!(f, "not text: it holds bytes that no text has"),
            Self::TooLarge { limit } => write!(f, "too large: over {limit} bytes"),
            Self::NotJson(found) => write!(f, "not JSON: {found}"),
            Self::NotAReport(found) => write!(f, "not a report: {found}"),
            Self::NoText => write!(f, "no text in it"),
            Self::UnknownDate(date) => write!(f, "unknown date {date:?}"),
            Self::NotAFeed => write!(f, "not a feed: no <rss>, <feed> or <rdf:RDF> in it"),
            Self::Empty(what) => write!(f, "{what}"),
            Self::OtherForm(form) => write!(f, "{form}, which this version does not read"),
            Self::Damaged(found) => write!(f, "damaged: {found}"),
        }
    }
}

impl std::error::Error for Problem {}
