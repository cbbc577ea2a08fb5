//! `reportedly sql`: the ledger asked in SQL.

use std::time::Duration;

use reportedly_ledger::store::{self, Answer, Shelf};

use crate::args;
use crate::listing::{Cell, Lister};
use crate::outcome::Outcome;
use crate::trouble::Trouble;

/// Runs the command.
pub fn run(args: args::Sql) -> Result<Outcome, Trouble> {
    let file = &args.ledger.ledger;
    let patience = Duration::from_secs(args.patience.get().into());
    let answer = Shelf::open(file).and_then(|shelf| shelf.ask(&args.select, args.limit.get(), patience));
    let Answer { columns, rows, more } = answer.map_err(|fault| Trouble::of_ledger(file, &fault))?;
    let rows: Vec<Vec<Cell>> = rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect();
    Lister::new(args.form.format, args.form.color).grid(&columns, &rows)?;
    if more {
        eprintln!("reportedly: there are more rows than {}; ask for more with --limit", args.limit);
    }
    Ok(if rows.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

fn cell(cell: store::Cell) -> Cell {
    match cell {
        store::Cell::Null => Cell::Empty,
        store::Cell::Integer(number) => Cell::Whole(number),
        store::Cell::Real(number) => Cell::Number(number),
        store::Cell::Text(words) => Cell::Words(words),
    }
}
