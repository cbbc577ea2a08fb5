//! One module a command.

pub mod compare;
pub mod evaluate;
pub mod explain;
pub mod manual;
pub mod model;
pub mod read;
mod reading;
pub mod tokens;
