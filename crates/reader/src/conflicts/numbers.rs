//! The same thing counted twice, on two words, with numbers that cannot meet.

use std::collections::BTreeSet;

use reportedly_knowledge::happenings::{self, Happening, Role};
use reportedly_knowledge::measures::{Counting, counting};
use reportedly_report::{Conflict, Facet, Quantity};

use super::tellings::{Backer, Party, Telling, Tellings};
use super::{Layers, MOST, conflict};
use crate::checks::extent::Extent;
use crate::checks::sums::{is_countable, same_kind};

/// A count and the happening it counts for.
struct Count<'s, 'a> {
    quantity: &'a Quantity,
    backer: Backer,
    sentence: usize,
    happenings: &'static [Happening],
    telling: Option<&'s Telling<'a>>,
    /// Adjectives of nations and places named in the sentence: what tells two counts apart.
    peoples: BTreeSet<&'a str>,
    places: BTreeSet<&'a str>,
}

pub(super) fn read(tellings: &Tellings<'_>, layers: &Layers<'_>) -> Vec<Conflict> {
    let counts: Vec<Count<'_, '_>> =
        layers.quantities.iter().filter_map(|quantity| count(tellings, layers, quantity)).take(MOST).collect();
    let mut conflicts = Vec::new();
    for (k, a) in counts.iter().enumerate() {
        for b in &counts[k + 1..] {
            if clash(tellings, a, b) {
                let about = a.telling.or(b.telling).map(|telling| telling.event);
                let sides = ((a.quantity.span, &a.backer), (b.quantity.span, &b.backer));
                conflicts.push(conflict(Facet::Quantity, sides.0, sides.1, about, "conflicts.quantity"));
            }
        }
    }
    conflicts
}

fn count<'s, 'a>(tellings: &'s Tellings<'a>, layers: &Layers<'a>, quantity: &'a Quantity) -> Option<Count<'s, 'a>> {
    let doc = tellings.doc;
    let tokens = doc.tokens_in(quantity.span);
    let last = tokens.clone().last().filter(|_| is_countable(quantity))?;
    let sentence = doc.sentence_of(last);
    // "200 more" are others, not the same ones counted again.
    if tokens.clone().any(|token| counting(doc.lower(token)) == Some(Counting::Again)) {
        return None;
    }
    let telling = tellings.governing(last);
    // "12 dead" says by itself what happened; "put the toll at 12" by the toll.
    let own = tokens.clone().rev().find_map(|token| Some(tellings.happenings(token)).filter(|told| !told.is_empty()));
    let figure = || {
        let clause = telling.map_or(last, |telling| telling.anchor);
        doc.children(clause).find_map(|child| {
            let lemma = doc.lemma(child);
            happenings::has_role(lemma, Role::Figure).then(|| happenings::told_by(lemma))
        })
    };
    let told = own.or_else(figure).unwrap_or_else(|| telling.map_or(&[], |telling| telling.happenings));
    let peoples = tokens.filter(|&token| doc.ent(token) == "NORP").map(|token| doc.lower(token)).collect();
    let span = doc.span_of(doc.sentence(sentence));
    let places = layers.places.iter().filter(|place| place.literal && span.contains(place.span));
    Some(Count {
        quantity,
        backer: tellings.backer(quantity.span),
        sentence,
        happenings: told,
        telling,
        peoples,
        places: places.map(|place| place.name.as_str()).collect(),
    })
}

fn clash(tellings: &Tellings<'_>, a: &Count<'_, '_>, b: &Count<'_, '_>) -> bool {
    let apart = a.backer.differs(&b.backer) && a.backer.attribution != b.backer.attribution;
    if !apart || !same_kind(a.quantity, b.quantity) || Extent::of(a.quantity).meets(Extent::of(b.quantity)) {
        return false;
    }
    if a.quantity.unit.is_some() && a.quantity.of.is_none() && a.happenings.is_empty() {
        return false;
    }
    let same_happening = match (a.happenings, b.happenings) {
        ([], []) => same_lemma(a, b),
        (a, b) => a.iter().any(|happening| b.contains(happening)),
    };
    let told_apart = |x: &BTreeSet<&str>, y: &BTreeSet<&str>| !x.is_empty() && !y.is_empty() && x.is_disjoint(y);
    let update = tellings.any_in(a.sentence, Role::Update) || tellings.any_in(b.sentence, Role::Update);
    same_happening
        && !update
        && !told_apart(&a.peoples, &b.peoples)
        && !told_apart(&a.places, &b.places)
        && !different_doers(a, b)
}

/// Without a happening in the table the verb must be the same.
fn same_lemma(a: &Count<'_, '_>, b: &Count<'_, '_>) -> bool {
    let lemma = |count: &Count<'_, '_>| count.telling.map(|telling| telling.lemma.to_owned());
    lemma(a).is_some_and(|lemma_a| !happenings::has_role(&lemma_a, Role::Weak) && lemma(b).as_ref() == Some(&lemma_a))
}

/// "Ours fired 36 shells", "theirs fired one": two doers, two counts.
fn different_doers(a: &Count<'_, '_>, b: &Count<'_, '_>) -> bool {
    let doers = |count: &Count<'_, '_>| -> BTreeSet<Party> {
        let named = |party: &&Party| matches!(party, Party::Entity(_));
        count.telling.map_or_else(BTreeSet::new, |telling| telling.subjects.iter().filter(named).cloned().collect())
    };
    let (x, y) = (doers(a), doers(b));
    !x.is_empty() && !y.is_empty() && x.is_disjoint(&y)
}
