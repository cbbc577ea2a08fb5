//! What the stages and rules found, before it is told whose words they are and how sure.

use reportedly_report::{Form, Rule};

use super::decode::Spans;

/// An attribution in tokens.
#[derive(Clone, Debug)]
pub struct Found {
    /// The token that stands for the cue.
    pub root: usize,
    /// Source, cue and content.
    pub spans: Spans,
    /// Who passed the words on, where the cue itself says so: "Example News quoted her as saying".
    pub relay: Vec<usize>,
    /// Form of the content.
    pub form: Form,
    /// Index of the one in whose content it stands.
    pub within: Option<usize>,
    /// What made it.
    pub rule: Rule,
    /// How sure, where it is a guess.
    pub confidence: Option<f32>,
}
