//! Names of one report joined to the entities they name, whatever their order.
//!
//! Equal names are one entity, and its type is what most of them were taken for. Then short names go to long ones:
//! a person's first or last word, an organization's initials or first words, a place with and without "City".

use std::collections::HashMap;
use std::ops::Range;

use reportedly_knowledge::countries::{Country, Sense};
use reportedly_knowledge::fold::fold;
use reportedly_knowledge::names;
use reportedly_knowledge::titles::Sex;
use reportedly_report::EntityType;

use super::evidence::Evidence;

/// A name in the text.
#[derive(Clone, Debug)]
pub struct Name {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The token the others hang on.
    pub head: usize,
    /// What it was taken for.
    pub kind: EntityType,
    /// What decided that.
    pub rule: &'static str,
    /// As it stands.
    pub text: String,
    /// Its words, folded, to compare with.
    pub words: Vec<String>,
    /// What names with the same sense share: a country's or organization's own name, else the words.
    pub key: String,
    /// What stands at the name: "Mrs.", "actress".
    pub sex: Option<Sex>,
    /// The country whose government it stands for.
    pub government: Option<&'static Country>,
    /// The country it names or its organization sits in.
    pub country: Option<&'static str>,
}

impl Name {
    /// A name from what is known of its tokens.
    pub fn new(tokens: Range<usize>, kind: EntityType, rule: &'static str, evidence: &Evidence) -> Self {
        let words: Vec<String> = evidence
            .text
            .split_whitespace()
            .map(|word| fold(word.trim_matches(|c: char| !c.is_alphanumeric())).replace('.', ""))
            .filter(|word| !word.is_empty())
            .collect();
        let mut key = words.join(" ");
        let mut country = None;
        let named = match kind {
            EntityType::Person => None,
            EntityType::Nationality => evidence.country.get(Sense::Adjective).or(evidence.country.get(Sense::People)),
            _ => evidence.country.get(Sense::Name),
        };
        if let Some(named) = named {
            key = format!("country {}", named.name);
            country = Some(named.alpha2);
        } else if let Some(organization) = evidence.organization.filter(|_| may_be_organization(kind)) {
            key = format!("organization {}", organization.name);
            country = organization.country;
        }
        let sex = evidence.title.and_then(|title| title.sex);
        let text = evidence.text.clone();
        let head = evidence.head;
        Self { tokens, head, kind, rule, text, words, key, sex, government: None, country }
    }
}

/// Whether a name of this type may have been meant as an organization of the table.
fn may_be_organization(kind: EntityType) -> bool {
    !matches!(kind, EntityType::Person | EntityType::Nationality)
}

/// Names that name one entity.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// What it is.
    pub kind: EntityType,
    /// Its names, by number, in order.
    pub names: Vec<usize>,
    /// Its words, from the longest name.
    words: Vec<String>,
    /// Male or female, where a word at the name or the first name tells.
    pub sex: Option<Sex>,
}

/// Joins the names, in order of first mention.
pub fn join(names: &[Name]) -> Vec<Cluster> {
    let mut clusters = same_names(names);
    join_persons(&mut clusters);
    join_organizations(&mut clusters, names);
    join_places(&mut clusters);
    clusters.retain(|cluster| !cluster.names.is_empty());
    clusters.iter_mut().for_each(|cluster| cluster.names.sort_unstable());
    clusters.sort_by_key(|cluster| cluster.names[0]);
    clusters
}

/// One cluster for each key; nationalities and governments never mix with others.
fn same_names(names: &[Name]) -> Vec<Cluster> {
    let mut order: Vec<Vec<usize>> = Vec::new();
    let mut by_key: HashMap<(&str, bool, Option<&str>), usize> = HashMap::new();
    for (number, name) in names.iter().enumerate() {
        let government = name.government.map(|country| country.government);
        let key = if government.is_some() { "" } else { name.key.as_str() };
        let at = *by_key.entry((key, name.kind == EntityType::Nationality, government)).or_insert_with(|| {
            order.push(Vec::new());
            order.len() - 1
        });
        order[at].push(number);
    }
    let cluster = |members: Vec<usize>| {
        let longest =
            members.iter().copied().max_by_key(|&n| (names[n].words.len(), std::cmp::Reverse(n))).unwrap_or(0);
        let words = names[longest].words.clone();
        let kind = majority(names, &members);
        let mut sex = members.iter().find_map(|&n| names[n].sex);
        if kind == EntityType::Person && sex.is_none() {
            sex = sex_of(&names[longest]);
        }
        Cluster { kind, names: members, words, sex }
    };
    order.into_iter().map(cluster).collect()
}

fn majority(names: &[Name], members: &[usize]) -> EntityType {
    let votes = |kind: EntityType| members.iter().filter(|&&n| names[n].kind == kind).count();
    let kinds = members.iter().map(|&n| names[n].kind);
    // The earliest of equals wins: max_by_key keeps the last, so the order is turned round.
    kinds.rev().max_by_key(|&kind| votes(kind)).unwrap_or(EntityType::Other)
}

/// The sex of the first name, unless the family name comes first, as in East Asia.
fn sex_of(name: &Name) -> Option<Sex> {
    let first = name.text.split_whitespace().next()?;
    let family_first = name.words.get(1)?.contains('-') || names::is_family_first(first);
    if family_first { None } else { names::first_name(first).flatten() }
}

fn join_persons(clusters: &mut [Cluster]) {
    let mut by_length: Vec<usize> = (0..clusters.len()).filter(|&c| clusters[c].kind == EntityType::Person).collect();
    by_length.sort_by_key(|&c| std::cmp::Reverse(clusters[c].words.len()));
    // Where a word stands at the edge of which longer names: looked up instead of tried.
    let mut at_edge: HashMap<String, Vec<usize>> = HashMap::new();
    for &c in &by_length {
        let short = clusters[c].words.clone();
        let Some(last) = short.last() else { continue };
        let target = at_edge
            .get(last)
            .into_iter()
            .chain((short.len() > 1).then(|| at_edge.get(&short[0])).flatten())
            .flatten()
            .copied()
            .take(256)
            .filter(|&long| long != c && fits(&clusters[long], &clusters[c]))
            .max_by_key(|&long| (clusters[long].names.len(), std::cmp::Reverse(clusters[long].names[0])));
        if let Some(long) = target {
            merge(clusters, c, long);
        } else {
            let mut edges = vec![short[0].clone()];
            if short.len() > 1 {
                edges.push(last.clone());
            }
            edges.into_iter().for_each(|edge| at_edge.entry(edge).or_default().push(c));
        }
    }
    adopt_surnames(clusters, &at_edge);
}

/// A name of one word that was taken for something else, and is the last word of a person's longer name.
fn adopt_surnames(clusters: &mut [Cluster], at_edge: &HashMap<String, Vec<usize>>) {
    for c in 0..clusters.len() {
        let alone = clusters[c].words.len() == 1 && !clusters[c].names.is_empty();
        let other = matches!(
            clusters[c].kind,
            EntityType::Organization | EntityType::Product | EntityType::Work | EntityType::Place
        );
        if !alone || !other {
            continue;
        }
        let word = clusters[c].words[0].clone();
        let long = at_edge.get(&word).into_iter().flatten().copied().find(|&long| {
            let words = &clusters[long].words;
            !clusters[long].names.is_empty() && words.len() > 1 && words.last() == Some(&word)
        });
        // A town may share its name with someone: only names seen less often than the person's give way.
        if let Some(long) = long.filter(|_| clusters[c].kind != EntityType::Place) {
            merge(clusters, c, long);
        }
    }
}

/// Whether a shorter name may be the longer one's: its edge, an initial, a subset; never of unlike sex.
fn fits(long: &Cluster, short: &Cluster) -> bool {
    if long.names.is_empty() || long.sex.is_some() && short.sex.is_some() && long.sex != short.sex {
        return false;
    }
    let (many, few) = (&long.words, &short.words);
    if let [word] = few.as_slice() {
        return many.len() > 1 && (many.last() == Some(word) || many.first() == Some(word));
    }
    let initial = |a: &str, b: &str| a.len() == 1 && b.starts_with(a) || b.len() == 1 && a.starts_with(b);
    let same_last = many.last() == few.last();
    same_last && (many[0] == few[0] || initial(&many[0], &few[0])) || few.iter().all(|word| many.contains(word))
}

fn merge(clusters: &mut [Cluster], from: usize, into: usize) {
    let names = std::mem::take(&mut clusters[from].names);
    clusters[into].names.extend(names);
    clusters[into].names.sort_unstable();
    if clusters[into].sex.is_none() {
        clusters[into].sex = clusters[from].sex;
    }
}

fn join_organizations(clusters: &mut [Cluster], names: &[Name]) {
    let organizations: Vec<usize> = (0..clusters.len())
        .filter(|&c| clusters[c].kind == EntityType::Organization && !clusters[c].names.is_empty())
        .collect();
    let mut by_initials: HashMap<String, usize> = HashMap::new();
    let mut by_start: HashMap<&str, Vec<usize>> = HashMap::new();
    let words: Vec<Vec<String>> = clusters.iter().map(|cluster| cluster.words.clone()).collect();
    for &c in organizations.iter().filter(|&&c| words[c].len() > 1) {
        for initials in initials(&words[c]) {
            by_initials.entry(initials).or_insert(c);
        }
        by_start.entry(words[c][0].as_str()).or_default().push(c);
    }
    for c in 0..clusters.len() {
        let short = &words[c];
        if clusters[c].names.is_empty() || short.is_empty() || !may_be_organization(clusters[c].kind) {
            continue;
        }
        let capitals = short.len() == 1 && !names[clusters[c].names[0]].text.contains(char::is_lowercase);
        let mut long = by_initials.get(&short[0]).copied().filter(|_| capitals);
        if long.is_none() && clusters[c].kind == EntityType::Organization {
            let longer = by_start.get(short[0].as_str()).into_iter().flatten().copied().take(256);
            long = longer.filter(|&long| extends(&words[long], short)).max_by_key(|&long| clusters[long].names.len());
        }
        if let Some(long) = long.filter(|&long| long != c && !clusters[long].names.is_empty()) {
            merge(clusters, c, long);
        }
    }
}

/// "Bank of Oslo Group" extends "Bank of Oslo"; a single word is too little unless it is rare as a word.
fn extends(long: &[String], short: &[String]) -> bool {
    let generic = |word: &String| !names::word(word).is_empty();
    let country = |word: &String| reportedly_knowledge::countries::find(word).first().is_some();
    long.len() > short.len()
        && long.starts_with(short)
        && !(short.len() == 1 && (generic(&short[0]) || country(&short[0])))
        && names::first_name(&capitalized(&short[0])).is_none()
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The initials of a name, with and without its small words.
fn initials(words: &[String]) -> Vec<String> {
    let small = ["of", "the", "for", "and", "in", "on", "de", "&"];
    let all: String = words.iter().filter_map(|word| word.chars().next()).collect();
    let large = words.iter().filter(|word| !small.contains(&word.as_str())).filter_map(|word| word.chars().next());
    let large: String = large.collect();
    let mut found = vec![large];
    if found[0] != all {
        found.push(all);
    }
    found.retain(|initials| initials.len() >= 2);
    found
}

fn join_places(clusters: &mut [Cluster]) {
    let places: Vec<usize> = (0..clusters.len())
        .filter(|&c| clusters[c].kind == EntityType::Place && !clusters[c].names.is_empty())
        .collect();
    let by_words: HashMap<Vec<String>, usize> = places.iter().map(|&c| (clusters[c].words.clone(), c)).collect();
    for &c in &places {
        if let [word] = clusters[c].words.as_slice() {
            // "The South" of a report on South Korea.
            let longer = |&long: &usize| clusters[long].words.len() > 1 && clusters[long].words[0] == *word;
            let mut long = places.iter().copied().filter(longer).take(2);
            if matches!(word.as_str(), "north" | "south" | "east" | "west")
                && let (Some(long), None) = (long.next(), long.next())
            {
                merge(clusters, c, long);
            }
            continue;
        }
        let Some((last, rest)) = clusters[c].words.split_last() else { continue };
        let kind = matches!(last.as_str(), "city" | "state" | "county" | "island" | "province" | "region" | "oblast");
        if let Some(&short) = by_words.get(rest).filter(|_| kind && !rest.is_empty()) {
            merge(clusters, short, c);
        }
    }
}
