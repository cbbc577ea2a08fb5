//! Function words of event reading: what takes an event out of plain fact, and what steers its parties.
//!
//! A word may stand on many lists, so its lists are bits of one number and a look-up costs one hash.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::table;

macro_rules! lists {
    ($($name:ident = $key:literal),* $(,)?) => {
        /// A list of `modality.tsv`, `grammar.tsv` or `contexts.tsv`, by the name it has there.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the tables say what each list holds")]
        pub enum List { $($name),* }

        const LISTS: &[(&str, List)] = &[$(($key, List::$name)),*];
    };
}

lists! {
    Plan = "plan", Deny = "deny", Doubt = "doubt", Wish = "wish", Allege = "allege", Fail = "fail",
    PlanNoun = "plan_noun", WishNoun = "wish_noun", RumourNoun = "rumour_noun", UnsureNoun = "unsure_noun",
    DenialNoun = "denial_noun", ProofNoun = "proof_noun", Verify = "verify", Know = "know",
    Unconfirmed = "unconfirmed", False = "false", Unsure = "unsure", Sure = "sure", Possible = "possible",
    Ready = "ready", Reluctant = "reluctant", PossibleAdverb = "possible_adverb", AllegedAdverb = "alleged_adverb",
    AlmostAdverb = "almost_adverb", FutureAdverb = "future_adverb", May = "may", Will = "will", Must = "must",
    If = "if", Condition = "condition", NoTime = "no_time", Not = "not", Fiction = "fiction", Implicative = "implicative", First = "first", Occur = "occur", RiskNoun = "risk_noun",
    Hearsay = "hearsay", Brush = "brush", Scarce = "scarce", Presupposing = "presupposing", Counsel = "counsel", Eventuality = "eventuality", Carried = "carried",
    ObjectControl = "object_control", Statal = "statal", Blame = "blame", Quantity = "quantity", Framed = "framed",
    Statement = "statement", Compact = "compact", Undertaking = "undertaking", Aspect = "aspect", Prepare = "prepare",
    WishFor = "wish_for", ReadyTo = "ready_to", Against = "against", Angry = "angry", Hopeful = "hopeful",
    Worried = "worried", Supportive = "supportive", Sorry = "sorry", Guilty = "guilty", Joint = "joint",
    Nature = "nature", Going = "going", Leads = "leads", Reacts = "reacts",
    Heavy = "heavy", Captive = "captive", AgentNoun = "agent_noun", Former = "former", Linked = "linked",
    Prefix = "prefix", BodyNoun = "body_noun", BodyField = "body_field", BodyScope = "body_scope",
    Ethnic = "ethnic", Emptied = "emptied", PlacePreposition = "place_preposition",
    PartyPreposition = "party_preposition", SectorTarget = "sector_target",
    Economic = "economic", Military = "military", Humanitarian = "humanitarian", Peacekeeping = "peacekeeping",
    Judicial = "judicial", Intelligence = "intelligence",
}

static TABLE: LazyLock<HashMap<&'static str, u128>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, u128> = HashMap::new();
    let tables = [
        include_str!("../../../data/events/modality.tsv"),
        include_str!("../../../data/events/grammar.tsv"),
        include_str!("../../../data/events/contexts.tsv"),
    ];
    for row in tables.into_iter().flat_map(table::rows) {
        if let Some((_, list)) = LISTS.iter().find(|(name, _)| *name == row.get(0)) {
            row.list(1).for_each(|word| *words.entry(word).or_default() |= 1 << *list as u32);
        }
    }
    words
});

/// The lists a word stands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lists(u128);

impl Lists {
    /// Whether it stands on this one.
    pub fn has(self, list: List) -> bool {
        self.0 >> list as u32 & 1 == 1
    }

    /// The lists of either of two words.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it stands on one of these.
    pub fn any<const N: usize>(self, lists: [List; N]) -> bool {
        lists.into_iter().any(|list| self.has(list))
    }
}

/// The lists of a word.
pub fn lists(word: &str) -> Lists {
    Lists(TABLE.get(word).copied().unwrap_or_default())
}

/// Whether a word stands on a list.
pub fn is(word: &str, list: List) -> bool {
    lists(word).has(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_words_and_every_row_a_list() {
        const { assert!(LISTS.len() <= 128) };
        for (name, list) in LISTS {
            assert!(TABLE.values().any(|bits| Lists(*bits).has(*list)), "{name} is empty");
        }
        for text in
            [include_str!("../../../data/events/modality.tsv"), include_str!("../../../data/events/grammar.tsv")]
        {
            for row in table::rows(text) {
                assert!(LISTS.iter().any(|(name, _)| *name == row.get(0)), "{}", row.get(0));
            }
        }
        assert!(is("plan", List::Plan) && is("plan", List::PlanNoun) && !is("plan", List::Deny));
    }
}
