//! Many reports: who copies whom, which of them tell of one happening, on how many origins a claim rests, what is disputed.
//!
//! The ledger takes typed rows and knows nothing of readers or formats. What stands here works on a stream of reports
//! in the order they come in, in bounded memory, and gives the same answers on every run.

pub mod claims;
pub mod coreference;
mod gist;
mod hashing;
mod kept;
pub mod lineage;
mod moment;
pub mod questions;
pub mod store;
pub mod stories;
mod words;

pub use kept::Stale;
pub use lineage::{Basis, Lineage, Link};
pub use moment::Moment;
pub use stories::Stories;
