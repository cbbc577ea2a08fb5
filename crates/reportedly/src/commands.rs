//! One module a command.

pub mod evaluate;
pub mod read;
mod reading;
