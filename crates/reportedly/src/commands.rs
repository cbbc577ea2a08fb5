//! One module a command.

pub mod compare;
pub mod evaluate;
pub mod explain;
pub mod ingest;
pub mod manual;
pub mod model;
pub mod problems;
pub mod read;
mod reading;
pub mod sql;
pub mod tokens;
