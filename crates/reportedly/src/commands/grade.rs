//! `reportedly grade`: what a person thinks of a source or a claim.

use reportedly_ledger::questions::{self, Grade};
use reportedly_ledger::store::{Graded, keep_grade, take_back_grades};

use super::{asked, no_such, now};
use crate::args;
use crate::listing::{Cell, Column, Lister, Row, left, rest};
use crate::outcome::Outcome;
use crate::trouble::{Code, Trouble};

/// Runs the command.
pub fn run(args: args::Grade) -> Result<Outcome, Trouble> {
    let lister = Lister::new(args.form.format, args.form.color);
    let file = &args.ledger.ledger;
    let Some(subject) = args.subject.as_deref().map(str::trim) else {
        let grades = asked(&args.ledger, questions::all_grades)?;
        return lister.list(&grades, &grades, None);
    };
    let fault = |fault| Trouble::of_ledger(file, &fault);
    if args.remove {
        let count = take_back_grades(file, subject, args.by.as_deref()).map_err(fault)?;
        return Ok(if count == 0 { Outcome::Nothing } else { Outcome::Done });
    }
    if let Some(grade) = &args.grade {
        let is_claim = asked(&args.ledger, |shelf| questions::claim(shelf, subject))?.is_some();
        let (scale, grade) = scaled(grade, is_claim)?;
        if !is_claim && asked(&args.ledger, |shelf| questions::source(shelf, subject, 1))?.is_none() {
            return Err(no_such("source or claim", subject, "source"));
        }
        let graded = Graded { subject, scale, grade: &grade, person: args.by.as_deref(), note: args.note.as_deref() };
        keep_grade(file, &graded, &now()).map_err(fault)?;
    }
    let grades = asked(&args.ledger, |shelf| questions::grades(shelf, subject))?;
    lister.list(&grades, &grades, None)
}

/// The scale of a grade, and the grade as it is kept.
fn scaled(grade: &str, is_claim: bool) -> Result<(&'static str, String), Trouble> {
    let grade = grade.trim().to_uppercase();
    match grade.as_str() {
        "A" | "B" | "C" | "D" | "E" | "F" if !is_claim => Ok(("reliability", grade)),
        "1" | "2" | "3" | "4" | "5" | "6" if is_claim => Ok(("credibility", grade)),
        _ => {
            let remedy = if is_claim { "grade a claim from 1 to 6" } else { "grade a source from A to F" };
            Err(Trouble::new(Code::NoGrade, "", format!("no grade {grade:?} on this scale"), remedy))
        }
    }
}

impl Row for Grade {
    const COLUMNS: &'static [Column] =
        &[left("subject"), left("scale"), left("grade"), left("person"), left("given"), rest("note")];

    fn cells(&self) -> Vec<Cell> {
        let Self { subject, scale, grade, person, note, given, .. } = self;
        vec![subject.into(), scale.into(), grade.into(), person.into(), given.into(), note.into()]
    }
}
