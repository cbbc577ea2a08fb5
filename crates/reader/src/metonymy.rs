//! Whether a place name means the place, or who acts there: "in Moscow" and "Moscow said".

use std::ops::Range;

use reportedly_language::{Doc, Pos};

/// Whether the place itself is meant by the name in these tokens.
pub fn is_literal(doc: &Doc<'_>, tokens: Range<usize>) -> bool {
    if tokens.is_empty() || tokens.end > doc.len() {
        return true;
    }
    // The token of the name that hangs on something outside it.
    let head = tokens.clone().find(|&i| doc.is_root(i) || !tokens.contains(&doc.head(i))).unwrap_or(tokens.start);
    let above = doc.head(head);
    match doc.dep(head) {
        "pobj" => !matches!(doc.lower(above), "by" | "with" | "against" | "between" | "upon"),
        "nsubj" | "nsubjpass" | "agent" | "dobj" | "iobj" | "dative" => doc.pos(above) == Pos::Aux,
        "poss" | "compound" | "nmod" | "amod" => false,
        _ => true,
    }
}
