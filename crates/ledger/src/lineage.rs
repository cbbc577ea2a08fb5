//! Who copies whom: copies, abridged, embedded, lightly rewritten and noisy ones, and those that say so themselves.
//!
//! Two reports are held together when the shorter shares enough runs of three words with the longer. Runs that many
//! unrelated reports share (menus, footers, set phrases) are commonplace and tell nothing. What counts against a run
//! are *families*, not reports: a line of an agency that a hundred outlets print stays telling.
//!
//! The work on one report depends on its length and on the reports it shares rare runs with, never on how many there
//! are: runs are found through an inverted index, which is bounded in size and in days. A link given on arrival is
//! provisional: later reports may show that what was shared is commonplace, or bring the true original.
//! [`Lineage::settle`] judges anew with all that is known by then.

mod declared;
mod holders;
mod judge;
mod shingles;

use std::collections::{BTreeMap, VecDeque};

use reportedly_knowledge::declarations::Declared;

use crate::Moment;
use crate::hashing::{HashedMap, folded};
use crate::kept::{Keep, Stale, keep_fields, seal, unseal};
use declared::{Declaration, facts, outlet_name, sureness};
use holders::Holders;
pub use judge::Kind;
use judge::{Shared, Side};
use shingles::Shingles;

/// What a link rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Shared runs of words.
    Text,
    /// The copy names the original's outlet in its credit line, and shares words with it.
    Credit,
    /// The copy names the original's address as its own canonical one.
    Canonical,
    /// The copy says that it was translated from the original's outlet, and shares names and numbers with it.
    Translation,
}

impl Basis {
    /// The stable id of the rule.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Text => "lineage.text",
            Self::Credit => "lineage.credit",
            Self::Canonical => "lineage.canonical",
            Self::Translation => "lineage.translation",
        }
    }
}

/// One report copies another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The number of the copy, in order of arrival.
    pub copy: u32,
    /// The number of the original.
    pub of: u32,
    /// The share of the shorter one's telling runs that the other has too, in [0, 1]; of a translation how sure its names and
    /// numbers make it, at most .6.
    pub containment: f32,
    /// What the link rests on.
    pub basis: Basis,
    /// What the copy made of the original.
    pub kind: Kind,
}

/// A report as lineage sees it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'a> {
    /// The text.
    pub text: &'a str,
    /// When it came out.
    pub published: Option<Moment>,
    /// Who published it.
    pub outlet: Option<&'a str>,
    /// Where it was published.
    pub address: Option<&'a str>,
    /// The address that the report itself calls canonical.
    pub canonical: Option<&'a str>,
    /// The outlet or agency that its credit line names.
    pub credit: Option<&'a str>,
}

/// Where the lines are drawn, and how much is remembered.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The least containment of a link.
    pub containment: f32,
    /// The least containment where the credit line says that it is a copy.
    pub credited: f32,
    /// The fewest shared runs of a link.
    pub shared: usize,
    /// Days after which a report is no longer copied.
    pub days: i32,
    /// Runs held at most; the oldest reports go first.
    pub held: usize,
}

impl Default for Settings {
    fn default() -> Self {
        // On the development half, copies lie above .44 and strangers below .28 of their best match.
        Self { containment: 0.33, credited: 0.12, shared: 8, days: 60, held: 2_000_000 }
    }
}

keep_fields!(Settings { containment, credited, shared, days, held });

/// Kind and version of the kept memory; another version must have another name.
const NAME: &[u8; 8] = b"lineage2";

/// The containment from which a copy is kin, so that its runs count once with the original's. Below it two reports may
/// share a menu alone, and what they share must count against the menu.
const KIN: f32 = 0.6;
/// Families looked into for each report, those that share most first.
const FAMILIES: usize = 12;
/// Members of a family compared with.
const MEMBERS: usize = 12;
/// Reports of the outlet that a translation names looked at, the latest first.
const ORIGINALS: usize = 400;

/// Finds copies in a stream of reports.
#[derive(Debug, Default)]
pub struct Lineage {
    settings: Settings,
    /// The reports still held; the first has the number `first`.
    held: VecDeque<Held>,
    first: u32,
    runs: usize,
    holders: HashedMap<Holders>,
    families: BTreeMap<u32, Vec<u32>>,
    addresses: HashedMap<u32>,
    /// The reports held of each outlet, by its name, in order of arrival.
    outlets: HashedMap<VecDeque<u32>>,
    swept: u32,
}

#[derive(Debug)]
struct Held {
    shingles: Shingles,
    published: Option<Moment>,
    family: u32,
    outlet: Option<u64>,
    address: Option<u64>,
    canonical: Option<u64>,
    credit: Option<u64>,
    /// The outlet's name as declarations give it.
    name: Option<u64>,
    declared: Option<Declaration>,
    facts: Box<[u64]>,
}

keep_fields!(Held { shingles, published, family, outlet, address, canonical, credit, name, declared, facts });

impl Lineage {
    /// An empty lineage.
    pub fn new(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// Takes the next report and says what it copies, or which earlier report copies it, as far as can be told now.
    ///
    /// Reports are numbered from zero in the order of these calls.
    pub fn observe(&mut self, row: Row<'_>) -> Option<Link> {
        let number = self.first + self.held.len() as u32;
        let hashed = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(folded);
        self.held.push_back(Held {
            shingles: Shingles::of(row.text),
            published: row.published,
            family: number,
            outlet: hashed(row.outlet),
            address: hashed(row.address),
            canonical: hashed(row.canonical),
            credit: hashed(row.credit),
            name: row.outlet.and_then(outlet_name),
            declared: Declaration::of(row.text),
            facts: facts(row.text),
        });
        let link = self.best(number);
        if let Some(link) = link.filter(|link| link.containment >= KIN) {
            let other = if link.copy == number { link.of } else { link.copy };
            let family = self.get(other).map_or(number, |held| held.family);
            let at = (number - self.first) as usize;
            self.held[at].family = family;
        }
        self.file(number);
        self.expire();
        link
    }

    /// The links among all reports still held, judged with all that is known now, in order of the copies.
    pub fn settle(&self) -> Vec<Link> {
        let numbers = self.first..self.first + self.held.len() as u32;
        let mut best: BTreeMap<u32, Link> = BTreeMap::new();
        for link in numbers.filter_map(|number| self.best(number)) {
            // A report copies one other: the one it shares most with.
            let kept = best.entry(link.copy).or_insert(link);
            let declared = |link: &Link| link.basis != Basis::Text;
            if (declared(&link), link.containment) > (declared(kept), kept.containment) {
                *kept = link;
            }
        }
        best.into_values().collect()
    }

    /// The whole memory as bytes, to be taken up again with [`Lineage::restored`]. The same memory gives the same bytes.
    pub fn snapshot(&self) -> Vec<u8> {
        seal(NAME, &self.settings, |out| {
            self.held.keep(out);
            (self.first, self.swept).keep(out);
            self.holders.keep(out);
            self.families.keep(out);
            self.addresses.keep(out);
        })
    }

    /// Takes a memory up again: from here on every answer is the one that the unbroken stream would have given.
    pub fn restored(settings: Settings, snapshot: &[u8]) -> Result<Self, Stale> {
        Self::back(settings, unseal(NAME, &settings, snapshot)?).ok_or(Stale::Damaged)
    }

    fn back(settings: Settings, mut from: &[u8]) -> Option<Self> {
        let from = &mut from;
        let held: VecDeque<Held> = Keep::back(from)?;
        let (first, swept) = Keep::back(from)?;
        let runs = held.iter().map(|held| held.shingles.len()).sum();
        let (holders, families, addresses) = (Keep::back(from)?, Keep::back(from)?, Keep::back(from)?);
        let mut outlets: HashedMap<VecDeque<u32>> = HashedMap::default();
        for (number, held) in (first..).zip(&held) {
            held.name.into_iter().for_each(|name| outlets.entry(name).or_default().push_back(number));
        }
        from.is_empty().then_some(Self { settings, held, first, runs, holders, families, addresses, outlets, swept })
    }

    /// The number of the oldest report still held: what is older is no longer judged.
    pub fn first(&self) -> u32 {
        self.first
    }

    /// How many reports are held.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether no report is held.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    fn get(&self, number: u32) -> Option<&Held> {
        self.held.get(number.checked_sub(self.first)? as usize)
    }

    /// The strongest link of a report to any other held one, in either direction.
    fn best(&self, number: u32) -> Option<Link> {
        let held = self.get(number)?;
        if let Some(link) = self.canonical(number, held) {
            return Some(link);
        }
        let mut best: Option<Link> = None;
        for family in self.likely_families(number, held) {
            let members = self.families.get(&family).map_or(&[][..], Vec::as_slice);
            let members = members.iter().filter(|member| **member != number).take(MEMBERS);
            for (member, other) in members.filter_map(|member| Some((*member, self.get(*member)?))) {
                let Some(link) = self.link((number, held), (member, other)) else { continue };
                if best.is_none_or(|best| link.containment > best.containment) {
                    best = Some(link);
                }
            }
        }
        best.or_else(|| self.translation(number, held))
    }

    /// The report of the outlet that a translation names, with which it shares most names and numbers.
    fn translation(&self, number: u32, held: &Held) -> Option<Link> {
        let declared = held.declared.as_ref().filter(|declared| declared.what == Declared::Translation)?;
        let originals = declared.names.iter().filter_map(|name| self.outlets.get(name));
        let mut best: Option<(f32, u32)> = None;
        for of in originals.flat_map(|numbers| numbers.iter().rev().take(ORIGINALS).copied()).filter(|of| *of != number)
        {
            let Some(original) = self.get(of).filter(|original| self.are_near(held, original)) else { continue };
            let Some(sureness) = sureness(&held.facts, &original.facts) else { continue };
            if best.is_none_or(|best| (sureness, of) > best) {
                best = Some((sureness, of));
            }
        }
        best.map(|(containment, of)| Link {
            copy: number,
            of,
            containment,
            basis: Basis::Translation,
            kind: Kind::Translation,
        })
    }

    /// Whether two reports came out close enough for one to copy the other.
    fn are_near(&self, one: &Held, two: &Held) -> bool {
        match (one.published, two.published) {
            (Some(one), Some(two)) => one.day.abs_diff(two.day) <= self.settings.days.unsigned_abs(),
            _ => true,
        }
    }

    fn canonical(&self, number: u32, held: &Held) -> Option<Link> {
        let canonical = held.canonical.filter(|canonical| held.address != Some(*canonical))?;
        let of = *self.addresses.get(&canonical)?;
        let original = self.get(of).filter(|_| of != number)?;
        let telling = |shingle: u64| self.holders.get(&shingle).is_none_or(|holders| !holders.are_many());
        let kind = Shared::of(&held.shingles, &original.shingles, telling).kind(Side::First);
        Some(Link { copy: number, of, containment: 1.0, basis: Basis::Canonical, kind })
    }

    /// The families that share the most rare runs with a report, enough of them to matter.
    fn likely_families(&self, number: u32, held: &Held) -> Vec<u32> {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for holders in held.shingles.iter().filter_map(|shingle| self.holders.get(&shingle)) {
            for holder in holders.each().filter(|holder| *holder != number) {
                if let Some(family) = self.get(holder).map(|holder| holder.family) {
                    *counts.entry(family).or_default() += 1;
                }
            }
        }
        // The report's own runs may be filed under itself alone: its family is looked into whatever the counts say.
        let mut likely: Vec<_> = counts
            .into_iter()
            .filter(|(family, count)| *count >= self.settings.shared || *family == held.family)
            .collect();
        if !likely.iter().any(|(family, _)| *family == held.family) {
            likely.push((held.family, 0));
        }
        likely.sort_by_key(|(family, count)| (std::cmp::Reverse(*count), *family));
        likely.truncate(FAMILIES);
        likely.into_iter().map(|(family, _)| family).collect()
    }

    /// Judges two reports.
    fn link(&self, (a, first): (u32, &Held), (b, second): (u32, &Held)) -> Option<Link> {
        if !self.are_near(first, second) {
            return None;
        }
        let telling = |shingle: u64| self.holders.get(&shingle).is_none_or(|holders| !holders.are_many());
        let shared = Shared::of(&first.shingles, &second.shingles, telling);
        let names = |copy: &Held, original: &Held| {
            let declares = |declared: &Declaration| original.name.is_some_and(|name| declared.names.contains(&name));
            copy.credit.is_some() && copy.credit == original.outlet || copy.declared.as_ref().is_some_and(declares)
        };
        let credit = match (names(first, second), names(second, first)) {
            (true, false) => Some(Side::First),
            (false, true) => Some(Side::Second),
            _ => None,
        };
        let least = if credit.is_some() { self.settings.credited } else { self.settings.containment };
        if shared.count < self.settings.shared || shared.containment() < least {
            return None;
        }
        let copy = credit.unwrap_or_else(|| shared.copy((a, first.published), (b, second.published)));
        let (copy, of) = if copy == Side::First { (a, b) } else { (b, a) };
        let basis = if credit.is_some() { Basis::Credit } else { Basis::Text };
        let kind = shared.kind(if copy == a { Side::First } else { Side::Second });
        Some(Link { copy, of, containment: shared.containment(), basis, kind })
    }

    /// Files the runs of a report, but those that its family has filed before.
    fn file(&mut self, number: u32) {
        let Some(held) = self.held.get((number - self.first) as usize) else { return };
        let family = held.family;
        for shingle in held.shingles.iter() {
            let holders = self.holders.entry(shingle).or_default();
            let (first, others) = (self.first, &self.held);
            let is_kin = |holder: u32| {
                let at = holder.checked_sub(first).map(|at| at as usize);
                at.and_then(|at| others.get(at)).is_some_and(|holder| holder.family == family)
            };
            holders.add(number, is_kin);
        }
        self.runs += held.shingles.len();
        if let Some(address) = held.address {
            self.addresses.entry(address).or_insert(number);
        }
        held.name.into_iter().for_each(|name| self.outlets.entry(name).or_default().push_back(number));
        self.families.entry(family).or_default().push(number);
    }

    /// Forgets the oldest reports where too much is held or they are too old to be copied.
    fn expire(&mut self) {
        let newest = self.held.back().and_then(|held| held.published);
        while self.held.len() > 1 {
            let oldest = &self.held[0];
            let is_old = match (oldest.published, newest) {
                (Some(old), Some(new)) => new.day.saturating_sub(old.day) > self.settings.days,
                _ => false,
            };
            if self.runs <= self.settings.held && !is_old {
                break;
            }
            self.forget_oldest();
        }
        // Commonplace runs that no longer turn up are swept out once all reports that knew them are gone.
        if self.first - self.swept > 4096 && self.first - self.swept > self.held.len() as u32 {
            self.swept = self.first;
            let first = self.first;
            self.holders.retain(|_, holders| holders.seen_since(first));
        }
    }

    fn forget_oldest(&mut self) {
        let Some(oldest) = self.held.pop_front() else { return };
        let number = self.first;
        self.first += 1;
        self.runs -= oldest.shingles.len();
        for shingle in oldest.shingles.iter() {
            if self.holders.get_mut(&shingle).is_some_and(|holders| holders.remove(number)) {
                self.holders.remove(&shingle);
            }
        }
        if let Some(members) = self.families.get_mut(&oldest.family) {
            members.retain(|member| *member != number);
            if members.is_empty() {
                self.families.remove(&oldest.family);
            }
        }
        if let Some((name, numbers)) = oldest.name.and_then(|name| Some((name, self.outlets.get_mut(&name)?))) {
            numbers.pop_front();
            if numbers.is_empty() {
                self.outlets.remove(&name);
            }
        }
        if let Some(address) = oldest.address.filter(|address| self.addresses.get(address) == Some(&number)) {
            self.addresses.remove(&address);
        }
    }
}

#[cfg(test)]
mod tests;
