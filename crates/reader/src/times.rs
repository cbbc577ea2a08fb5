//! Temporal expressions and their values, after TIMEX3.
//!
//! Three steps: the [`grammar`] finds expressions among the lexemes and says what they mean in words, the [`tense`] of
//! the clause and the times named before are looked up, the resolver puts them on the calendar. There is no clock:
//! relative times count from the day of publication, and keep a partial value without one. Ages, scores and house
//! numbers are no times.

pub(crate) mod calendar;
pub(crate) mod expression;
mod grammar;
pub(crate) mod resolve;
mod tense;

use reportedly_knowledge::calendar::Unit;
use reportedly_report::{BlockRole, Published, Timex};

use crate::Context;
use crate::lexemes::Lexemes;
use expression::{Expression, Found, Within, YearRef};
use resolve::{Anchor, Spoken, resolve};
use tense::Tense;

/// How many sentences back a day may lie for "the morning" to be that day's.
const REMEMBERED: usize = 2;

/// The times of a report in order.
pub fn read(cx: &Context<'_>) -> Vec<Timex> {
    let lexemes = Lexemes::new(cx.doc);
    let found = grammar::find(cx.doc, &lexemes);
    let publication = cx.report.meta.published.as_ref().map(Published::date);
    let mut spoken = Spoken::default();
    let mut spoken_in = 0;
    let mut times = Vec::with_capacity(found.len());
    for (k, expression) in found.iter().enumerate() {
        let sentence = cx.doc.sentence_of(lexemes.token(expression.start));
        let near = sentence.saturating_sub(spoken_in) <= reach(expression);
        let here = if near { spoken } else { Spoken { day: None, ..spoken } };
        let tense = tense_of(cx, &lexemes, expression);
        let joined_year = joined_year(&found, k, &lexemes);
        let anchor = Anchor { publication, spoken: here, tense, joined_year };
        if is_bare_clock(expression) && here.day.is_none() {
            continue;
        }
        let resolved = resolve(expression.expression, expression.within, &anchor);
        if let Some(stretch) = resolved.stretch {
            spoken.remember(stretch);
            spoken_in = sentence;
        }
        times.push(Timex {
            span: lexemes.span(expression.start, expression.end),
            kind: resolved.kind,
            value: resolved.value,
            from: resolved.from,
            to: resolved.to,
            basis: resolved.basis,
            rule: expression.rule.into(),
        });
    }
    times
}

/// Whether an expression is an hour of no known day or zone ("the alarm rings at 6 a.m."), which says nothing of when.
fn is_bare_clock(found: &Found) -> bool {
    matches!((found.expression, found.within), (Expression::Same { .. }, Within::Clock(clock)) if clock.zone.is_none())
}

/// How many sentences back an expression may lean for its day.
fn reach(found: &Found) -> usize {
    match (found.expression, found.within) {
        (Expression::Same { unit: Unit::Day, .. }, Within::Clock(_)) => 0,
        (Expression::Same { unit: Unit::Day, .. }, _) => REMEMBERED,
        _ => usize::MAX,
    }
}

/// The tense of the clause; a title tells of the past in the present tense.
fn tense_of(cx: &Context<'_>, lexemes: &Lexemes<'_>, found: &Found) -> Tense {
    let token = lexemes.token(found.start);
    // "a June 3 hearing": the clause says nothing of when the hearing is.
    let head = cx.doc.head(lexemes.token(found.end - 1).max(token));
    let modifies = matches!(cx.doc.dep(token), "compound" | "nmod") && cx.doc.pos(head).is_nominal();
    let tense = if modifies && matches!(found.expression, Expression::Date { .. }) {
        Tense::Open
    } else {
        tense::of(cx.doc, token)
    };
    let start = cx.doc.span(token).start;
    let block = cx.blocks.partition_point(|block| block.span.end <= start);
    let is_title =
        cx.blocks.get(block).is_some_and(|block| block.role == BlockRole::Title && block.span.start <= start);
    if is_title && tense == Tense::Future && !is_ahead(cx, token) { Tense::Open } else { tense }
}

/// Whether a headline looks ahead in so many words: "to meet on Friday", "will meet".
fn is_ahead(cx: &Context<'_>, token: usize) -> bool {
    let doc = cx.doc;
    doc.ancestors(token).any(|at| doc.children(at).any(|child| doc.dep(child) == "aux" && doc.tag(child) != "VBZ"))
}

/// The year that a neighbour lends: "January and March 2004", "from May 2007 to July".
fn joined_year(found: &[Found], k: usize, lexemes: &Lexemes<'_>) -> Option<i16> {
    let stated = |other: &Found| match other.expression {
        Expression::Date { year: YearRef::Stated(year), .. } => Some(year),
        _ => None,
    };
    let joined = |end: usize, start: usize, words: &[&str]| {
        start > end && start - end <= 2 && (end..start).any(|i| lexemes.is_any(i, words) || lexemes.is_dash(i))
    };
    let this = &found[k];
    let after = found.get(k + 1).filter(|next| joined(this.end, next.start, &["and", "to", "or"]));
    let before = || found[..k].last().filter(|last| joined(last.end, this.start, &["to", "until", "and", "through"]));
    after.and_then(stated).or_else(|| before().and_then(stated))
}
