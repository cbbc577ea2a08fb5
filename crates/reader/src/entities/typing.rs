//! What a name names: person, organization, place, nationality or something else.
//!
//! The order of the rules is the order of their strength: what stands at the name ("Mr.", "the newspaper"), what the
//! tables know, what the name's own words say, and last what the model thought.

use std::collections::{HashMap, HashSet};

use reportedly_knowledge::countries::Sense;
use reportedly_knowledge::names::{self, Names};
use reportedly_knowledge::organizations::OrganizationKind;
use reportedly_knowledge::titles::TitleKind;
use reportedly_language::Doc;
use reportedly_report::EntityType;

use super::candidates::{Candidate, Label};
use super::evidence::Evidence;
use super::naming::Class;

/// A candidate that is nobody with at least this probability is not kept.
const NOBODY: f32 = 0.55;

/// A decision, and the rule that took it.
pub type Decision = (EntityType, &'static str);

/// What the candidate names, if it is a name at all.
pub fn decide(
    doc: &Doc<'_>,
    candidate: &Candidate,
    evidence: &Evidence,
    learned: Option<&[f32; 4]>,
) -> Option<Decision> {
    if candidate.honorific {
        return Some((EntityType::Person, "entities.honorific"));
    }
    if let Some(kind) = nationality(doc, candidate, evidence) {
        return Some(kind);
    }
    if evidence.country.get(Sense::Name).is_some() && candidate.label != Label::Person {
        return Some((EntityType::Place, "entities.country"));
    }
    if let Some(scores) = learned {
        return stated(doc, candidate, evidence, scores).unwrap_or_else(|| by_scores(candidate, scores));
    }
    let single = candidate.tokens.len() == 1 && evidence.title.is_none();
    if evidence.country.get(Sense::Capital).is_some() && (candidate.label != Label::Person || single) {
        return Some((EntityType::Place, "entities.capital"));
    }
    if candidate.label != Label::Person
        && evidence.personal
        && !candidate.label.is_place()
        && is_personal(doc, candidate)
    {
        return Some((EntityType::Person, "entities.apposed_role"));
    }
    if let Some(decision) = called(candidate, evidence) {
        return Some(decision);
    }
    if let Some(organization) = evidence.organization {
        // A single word may be another name as well: the table alone does not decide against the model.
        let several = candidate.tokens.len() > 1 || evidence.text.chars().all(|c| !c.is_lowercase());
        let known = several && organization.kind != OrganizationKind::Team || candidate.label == Label::Org;
        if known || matches!(candidate.label, Label::None | Label::Product | Label::Work | Label::Gpe | Label::Norp) {
            return Some((EntityType::Organization, "entities.known_organization"));
        }
    }
    if candidate.label == Label::None && only_words(doc, candidate, evidence) {
        return None;
    }
    if evidence.title.is_some_and(|title| title.kind == TitleKind::Office) && is_personal(doc, candidate) {
        return Some((EntityType::Person, "entities.office_before"));
    }
    if candidate.label != Label::Person && evidence.ends_as_organization() && !candidate.label.is_place() {
        return Some((EntityType::Organization, "entities.organization_word"));
    }
    let nobody = candidate.tokens.len() == 1 && names::word(doc.lower(candidate.tokens.start)).contains(&Names::None);
    if nobody {
        return None;
    }
    Some(match candidate.label {
        Label::Person => (EntityType::Person, "entities.model"),
        Label::Org => (EntityType::Organization, "entities.model"),
        Label::Gpe | Label::Loc | Label::Fac => (EntityType::Place, "entities.model"),
        Label::Norp => (EntityType::Nationality, "entities.model"),
        Label::Event => (EntityType::Event, "entities.model"),
        Label::Product => (EntityType::Product, "entities.model"),
        Label::Work => (EntityType::Work, "entities.model"),
        Label::None if names::first_name(doc.text(candidate.tokens.start)).is_some() && candidate.tokens.len() > 1 => {
            (EntityType::Person, "entities.first_name")
        }
        Label::None => return None,
    })
}

/// What stands at the name or in the tables so plainly that the classifier is not asked: `Some(None)` for no name.
fn stated(doc: &Doc<'_>, candidate: &Candidate, evidence: &Evidence, scores: &[f32; 4]) -> Option<Option<Decision>> {
    let alone = candidate.tokens.len() == 1 && evidence.title.is_none();
    let senses = || names::word(doc.lower(candidate.tokens.start));
    if alone && scores[Class::None as usize] > 0.1 && senses() == [Names::None] {
        return Some(None);
    }
    if let Some(decision) = called(candidate, evidence) {
        return Some(Some(decision));
    }
    let country = evidence.country.get(Sense::Name).or_else(|| evidence.country.get(Sense::Capital)).is_some();
    let personal = evidence.personal || evidence.title.is_some();
    let capital = candidate.label == Label::Norp && evidence.country.get(Sense::Capital).is_some();
    let misread = capital || scores[Class::Person as usize] > scores[Class::Place as usize];
    if country && !personal && misread {
        return Some(Some((EntityType::Place, "entities.capital")));
    }
    let several = candidate.tokens.len() > 1 || !evidence.text.contains(char::is_lowercase);
    let known = evidence.organization.filter(|known| several && known.kind != OrganizationKind::Team);
    if known.is_some() && !country && !evidence.personal && scores[Class::None as usize] < 0.9 {
        return Some(Some((EntityType::Organization, "entities.known_organization")));
    }
    let misread = candidate.label != Label::Person && !candidate.label.is_place() && !country;
    if misread && evidence.personal && !evidence.ends_as_organization() && is_personal(doc, candidate) {
        return Some(Some((EntityType::Person, "entities.apposed_role")));
    }
    None
}

/// What stands at one name ("the agency X", "Mr. X") holds for every other that is written alike.
pub fn spread(evidence: &[Evidence], decisions: &mut [Option<Decision>]) {
    let strong = |rule: &str| matches!(rule, "entities.called" | "entities.honorific" | "entities.apposed_role");
    let mut stated: HashMap<&str, Decision> = HashMap::new();
    for (evidence, decision) in evidence.iter().zip(&*decisions) {
        if let Some(decision) = decision.filter(|(_, rule)| strong(rule)) {
            stated.entry(evidence.text.as_str()).or_insert(decision);
        }
    }
    for (evidence, decision) in evidence.iter().zip(decisions) {
        let weak = decision.is_none_or(|(_, rule)| rule == "entities.classifier" || rule == "entities.model");
        if let Some(stated) = stated.get(evidence.text.as_str()).filter(|_| weak) {
            *decision = Some(*stated);
        }
    }
}

/// A word in capitals that is made of the initials of an organization of the same report is that organization.
pub fn adopt_initials(evidence: &[Evidence], decisions: &mut [Option<Decision>]) {
    let organizations = evidence.iter().zip(&*decisions).filter(|(evidence, decision)| {
        matches!(decision, Some((EntityType::Organization, _))) && evidence.text.contains(' ')
    });
    let initials = |text: &str| {
        let words = text.split([' ', '-']).filter(|word| word.starts_with(char::is_uppercase));
        words.filter_map(|word| word.chars().next()).collect::<String>()
    };
    let known: HashSet<String> = organizations.map(|(evidence, _)| initials(&evidence.text)).collect();
    for (evidence, decision) in evidence.iter().zip(decisions) {
        let letters = evidence.text.replace('.', "");
        let acronym = letters.len() >= 3 && letters.chars().all(char::is_uppercase);
        if acronym && evidence.country.first().is_none() && known.contains(&letters) {
            *decision = Some((EntityType::Organization, "entities.initials"));
        }
    }
}

/// A single word that is the last word of a person's longer name in the same report is that person, unless it is known
/// as a country, a place or a body.
pub fn adopt_short_names(evidence: &[Evidence], decisions: &mut [Option<Decision>]) {
    let last = |evidence: &'_ Evidence| evidence.text.rsplit(' ').next().unwrap_or_default().to_owned();
    let persons = evidence.iter().zip(&*decisions).filter(|(evidence, decision)| {
        matches!(decision, Some((EntityType::Person, _))) && evidence.text.contains(' ')
    });
    let surnames: HashSet<String> = persons.map(|(evidence, _)| last(evidence)).collect();
    for (evidence, decision) in evidence.iter().zip(decisions) {
        let open = match decision {
            None => true,
            Some((kind, _)) => matches!(kind, EntityType::Organization | EntityType::Product | EntityType::Work),
        };
        let known = evidence.organization.is_some() || evidence.country.first().is_some();
        if open && !known && surnames.contains(evidence.text.as_str()) {
            *decision = Some((EntityType::Person, "entities.surname_of"));
        }
    }
}

/// The classifier's choice; what it takes for no person, body or place may still be an event, a product, a work.
fn by_scores(candidate: &Candidate, scores: &[f32; 4]) -> Option<Decision> {
    if scores[Class::None as usize] >= NOBODY {
        let kind = match candidate.label {
            Label::Norp => EntityType::Nationality,
            Label::Event => EntityType::Event,
            Label::Product => EntityType::Product,
            Label::Work => EntityType::Work,
            _ => return None,
        };
        return Some((kind, "entities.model"));
    }
    let classes = [EntityType::Person, EntityType::Organization, EntityType::Place];
    let best = (0..3).max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a)))?;
    Some((classes[best], "entities.classifier"))
}

fn nationality(doc: &Doc<'_>, candidate: &Candidate, evidence: &Evidence) -> Option<Decision> {
    let demonym = evidence.country.get(Sense::Adjective).or_else(|| evidence.country.get(Sense::People))?;
    let named = evidence.country.get(Sense::Name).is_some();
    let adjective = matches!(doc.tag(evidence.head), "JJ" | "NNPS" | "NNS") && !named;
    let nationality = candidate.label == Label::Norp && !named || adjective;
    (nationality && !demonym.alpha2.is_empty()).then_some((EntityType::Nationality, "entities.demonym"))
}

fn called(candidate: &Candidate, evidence: &Evidence) -> Option<Decision> {
    let strong = matches!(
        evidence.called?,
        OrganizationKind::Agency
            | OrganizationKind::Outlet
            | OrganizationKind::Company
            | OrganizationKind::Party
            | OrganizationKind::ArmedGroup
    );
    let free = !matches!(candidate.label, Label::Gpe | Label::Norp) && evidence.country.first().is_none();
    (strong && free).then_some((EntityType::Organization, "entities.called"))
}

/// Whether the words look like a person's: capitals, no digits, at most four.
fn is_personal(doc: &Doc<'_>, candidate: &Candidate) -> bool {
    let tokens = candidate.tokens.clone();
    let capital = |i: usize| doc.text(i).starts_with(char::is_uppercase) || doc.text(i).len() <= 3;
    tokens.len() <= 4 && tokens.clone().all(capital) && !matches!(candidate.label, Label::Gpe | Label::Norp)
}

/// Whether a run of proper nouns is made of words that name nobody by themselves: titles and headings in capitals.
fn only_words(doc: &Doc<'_>, candidate: &Candidate, evidence: &Evidence) -> bool {
    let person = names::first_name(doc.text(candidate.tokens.start)).is_some() && candidate.tokens.len() > 1;
    !person && !evidence.ends_as_organization() && evidence.title.is_none()
}
