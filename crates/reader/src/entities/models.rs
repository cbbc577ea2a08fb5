//! The learned parts of the entities layer: one classifier of names, and the rankers of pronouns and descriptions.

use std::sync::LazyLock;

use crate::learned::Net;

/// The rankers, one for each sort of mention, in the order of [`Sort`](super::ranking::Sort).
pub const RANKERS: usize = 5;

/// The nets that reading entities uses. A net that is not there leaves its work to rules.
#[derive(Debug, Default)]
pub struct Models {
    /// Person, organization, place or none, for each candidate.
    pub names: Option<Net>,
    /// Whether a mention speaks of an entity, for each sort of mention.
    pub rankers: [Option<Net>; RANKERS],
}

static SHIPPED: LazyLock<Models> = LazyLock::new(|| Models {
    names: net(include_bytes!("../../../../data/models/entities.names.bin")),
    rankers: [
        net(include_bytes!("../../../../data/models/entities.third.bin")),
        net(include_bytes!("../../../../data/models/entities.it.bin")),
        net(include_bytes!("../../../../data/models/entities.they.bin")),
        net(include_bytes!("../../../../data/models/entities.first.bin")),
        net(include_bytes!("../../../../data/models/entities.nominal.bin")),
    ],
});

fn net(bytes: &'static [u8]) -> Option<Net> {
    Some(Net::from_bytes(bytes).expect("the weights under data/models are of this version: train them anew"))
}

impl Models {
    /// The nets that are compiled in.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }
}
