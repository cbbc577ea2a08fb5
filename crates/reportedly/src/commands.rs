//! One module a command.

pub mod evaluate;
pub mod model;
pub mod read;
mod reading;
