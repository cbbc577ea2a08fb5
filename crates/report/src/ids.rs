//! Ids of items within one reading.

use serde::{Serialize, Serializer};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}

id!(
    /// An entity of the report, printed as `e1`.
    EntityId,
    "e"
);
id!(
    /// An attribution of the report, printed as `a1`.
    AttributionId,
    "a"
);
id!(
    /// An event of the report, printed as `v1`.
    EventId,
    "v"
);
