//! Which of the places of one name a report means.
//!
//! Every distinct name gets one place ("one sense a report"). Each candidate is described by a row of numbers: how large
//! it is, what it is, what the words beside it say, and how well it agrees with the other places of the report and with
//! the home of the outlet. A linear model weighs them; the weights are learned and kept in
//! `data/models/places.tsv`. Agreement needs the other choices, so it is computed twice: from a first guess without it,
//! then from the result.

use std::collections::HashMap;
use std::sync::LazyLock;

use reportedly_knowledge::gazetteer::{Candidate, PlaceKind};
use reportedly_knowledge::table;

/// A name with all the places it may mean, and what the report says beside it.
#[derive(Clone, Debug, Default)]
pub struct Name {
    /// The places.
    pub candidates: Vec<Candidate>,
    /// How often the report uses it.
    pub count: u32,
    /// For each kind, how many of its mentions say it.
    pub hints: Vec<PlaceKind>,
    /// For each candidate, how many mentions are followed by something it lies in.
    pub contained: Vec<u32>,
    /// How many mentions stand behind a comma after another place.
    pub behind: u32,
    /// Whether it is in the outlet's name.
    pub home: bool,
}

/// Evidence for a country that is no place name: "French", "Britons".
#[derive(Clone, Copy, Debug)]
pub struct Demonym {
    /// ISO 3166-1 alpha-2 code.
    pub country: &'static str,
    /// How often.
    pub count: u32,
}

/// What describes a candidate, in the order of the columns.
pub const FEATURES: [&str; 29] = [
    "size",
    "share of the inhabitants of all of that name",
    "largest town of that name",
    "country",
    "part",
    "region",
    "district",
    "town",
    "curated",
    "alternative name",
    "capital",
    "kind said",
    "other kind said",
    "container follows",
    "follows a place",
    "follows a place and is a region or country",
    "votes of the country",
    "votes of the region",
    "near others",
    "nearest other",
    "home country",
    "home region",
    "near home",
    "size if near",
    "country other than all others",
    "capital beside a region of that name",
    "named like the outlet, in an English-speaking country",
    "named like the outlet",
    "named like its own country",
];
/// A row of features.
pub type Row = [f32; FEATURES.len()];

/// The weights of one pass.
pub type Weights = [f32; FEATURES.len()];

/// The learned weights: a first guess without the other names, and the choice with them.
pub static WEIGHTS: LazyLock<[Weights; 2]> = LazyLock::new(|| {
    let mut weights = [[0.0; FEATURES.len()]; 2];
    for row in table::rows(include_str!("../../../../data/models/places.tsv")) {
        if let Some(index) = FEATURES.iter().position(|&name| name == row.get(0)) {
            for (pass, weights) in weights.iter_mut().enumerate() {
                weights[index] = row.get(1 + pass).parse().unwrap_or(0.0);
            }
        }
    }
    weights
});

/// Where an outlet in English with a town in its name is likeliest to be at home.
const ENGLISH: [&str; 7] = ["US", "GB", "CA", "AU", "NZ", "IE", "ZA"];
/// Inhabitants of a region of which they are not known.
const REGION: f64 = 1_000_000.0;
/// Candidates of one name that are looked at; the rest are too small to be meant.
const CANDIDATES: usize = 16;
/// Names whose agreement with others is computed.
const NAMES: usize = 80;

/// How close two candidates must be to be one spot: a town and the county around it, 50 km apart at most.
const ONE_SPOT: f32 = 0.8;

/// For each name the probability of each of its candidates.
pub fn choose(names: &[Name], demonyms: &[Demonym], weights: &[Weights; 2]) -> Vec<Vec<f32>> {
    let first: Vec<Vec<f32>> = names.iter().map(|name| softmax(&own(name), &weights[0])).collect();
    let second = pass(names, demonyms, &first, &weights[1]);
    pass(names, demonyms, &second, &weights[1])
}

/// The candidate whose spot is likeliest among those allowed, with the probability of the spot.
///
/// A town, its county and its city region have one name and lie together; their shares count as one.
pub fn best(name: &Name, shares: &[f32], allowed: impl Fn(&Candidate) -> bool) -> Option<(usize, f32)> {
    let points: Vec<[f32; 3]> = name.candidates.iter().map(unit).collect();
    let open: Vec<usize> = (0..name.candidates.len()).filter(|&i| allowed(&name.candidates[i])).collect();
    let spot = |i: usize| -> f32 {
        let near = open.iter().filter(|&&other| closeness(points[i], points[other]) >= ONE_SPOT);
        near.map(|&other| shares[other]).sum()
    };
    let mut best: Option<(usize, f32, f32)> = None;
    for &i in &open {
        let here = spot(i);
        // The likeliest of a spot stands for it.
        let rank = here + shares[i] / 8.0;
        if best.is_none_or(|(_, _, top)| rank > top) {
            best = Some((i, here, rank));
        }
    }
    best.map(|(i, here, _)| (i, here.min(1.0)))
}

/// The rows of the last pass, for training: those of each name's candidates.
pub fn rows(names: &[Name], demonyms: &[Demonym], weights: &[Weights; 2]) -> Vec<Vec<Row>> {
    let first: Vec<Vec<f32>> = names.iter().map(|name| softmax(&own(name), &weights[0])).collect();
    let second = pass(names, demonyms, &first, &weights[1]);
    let scene = Scene::new(names, demonyms, &second);
    (0..names.len()).map(|index| scene.rows(index)).collect()
}

fn pass(names: &[Name], demonyms: &[Demonym], before: &[Vec<f32>], weights: &Weights) -> Vec<Vec<f32>> {
    let scene = Scene::new(names, demonyms, before);
    (0..names.len()).map(|index| softmax(&scene.rows(index), weights)).collect()
}

/// Keeps the candidates that the model may choose: those said by a container, then the largest.
pub fn shorten(name: &mut Name) {
    name.contained.resize(name.candidates.len(), 0);
    if name.candidates.len() <= CANDIDATES {
        return;
    }
    let mut order: Vec<usize> = (0..name.candidates.len()).collect();
    order.sort_by_key(|&i| {
        let candidate = &name.candidates[i];
        let special = candidate.capital || candidate.geonameid.is_none() || candidate.kind < PlaceKind::District;
        (name.contained[i] == 0, !special, candidate.alias, std::cmp::Reverse(candidate.population), i)
    });
    order.truncate(CANDIDATES);
    order.sort_unstable();
    name.candidates = order.iter().map(|&i| name.candidates[i].clone()).collect();
    name.contained = order.iter().map(|&i| name.contained[i]).collect();
}

/// The features that need no other name.
pub fn own(name: &Name) -> Vec<Row> {
    let people = |candidate: &Candidate| match candidate.kind {
        PlaceKind::Region if candidate.population == 0 => REGION,
        _ => f64::from(candidate.population) + 1.0,
    };
    let all: f64 = name.candidates.iter().map(people).sum();
    let is_town = |candidate: &&Candidate| candidate.kind == PlaceKind::Town && !candidate.alias;
    let largest = name.candidates.iter().filter(is_town).map(|candidate| candidate.population).max();
    let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
    let mentions = name.count.max(1) as f32;
    let row = |(index, candidate): (usize, &Candidate)| {
        let curated = candidate.geonameid.is_none() && candidate.population == 0;
        let said = name.hints.iter().any(|&hint| fits(candidate.kind, hint));
        let town = candidate.kind == PlaceKind::Town;
        let mut row = [0.0; FEATURES.len()];
        row[0] = (people(candidate).log10() / 7.0) as f32;
        row[1] = (people(candidate) / all) as f32;
        row[2] = flag(town && !candidate.alias && Some(candidate.population) == largest);
        row[3] = flag(candidate.kind == PlaceKind::Country);
        row[4] = flag(candidate.kind == PlaceKind::Part);
        row[5] = flag(candidate.kind == PlaceKind::Region);
        row[6] = flag(candidate.kind == PlaceKind::District);
        row[7] = flag(town);
        row[8] = flag(curated);
        row[9] = flag(candidate.alias && !curated);
        row[10] = flag(candidate.capital);
        row[11] = flag(said);
        row[12] = flag(!said && !name.hints.is_empty());
        row[13] = flag(name.contained[index] > 0);
        row[14] = name.behind as f32 / mentions * flag(town);
        let region = |other: &Candidate| other.kind == PlaceKind::Region && other.country == candidate.country;
        row[25] = flag(candidate.capital && name.candidates.iter().any(region));
        row[26] = flag(name.home && ENGLISH.contains(&&*candidate.country));
        row[27] = flag(name.home && town);
        let namesake = |other: &Candidate| other.kind == PlaceKind::Country && other.country == candidate.country;
        row[28] =
            flag(candidate.kind >= PlaceKind::Region && !candidate.capital && name.candidates.iter().any(namesake));
        row[15] = name.behind as f32 / mentions * flag(candidate.kind < PlaceKind::District);
        row
    };
    name.candidates.iter().enumerate().map(row).collect()
}

/// Whether a place of a kind may be called by a word for another: "state" of a country's part, "city" of a county.
fn fits(kind: PlaceKind, hint: PlaceKind) -> bool {
    kind == hint
        || matches!((kind, hint), (PlaceKind::Part | PlaceKind::Area, PlaceKind::Region))
        || matches!((kind, hint), (PlaceKind::Region, PlaceKind::District))
}

/// All names of a report with the present guess.
struct Scene<'n> {
    names: &'n [Name],
    guess: &'n [Vec<f32>],
    /// Square root of how often each name stands.
    weight: Vec<f32>,
    /// Unit vectors of all candidates.
    points: Vec<Vec<[f32; 3]>>,
    countries: HashMap<&'n str, f32>,
    regions: HashMap<u16, f32>,
    votes: f32,
    home: Option<usize>,
}

impl<'n> Scene<'n> {
    fn new(names: &'n [Name], demonyms: &'n [Demonym], guess: &'n [Vec<f32>]) -> Self {
        let weight: Vec<f32> =
            names.iter().map(|name| (name.count.max(1) as f32).sqrt() + if name.home { 0.5 } else { 0.0 }).collect();
        let points = names.iter().map(|name| name.candidates.iter().map(unit).collect()).collect();
        let mut countries: HashMap<&str, f32> = HashMap::new();
        let mut regions: HashMap<u16, f32> = HashMap::new();
        let mut votes = 0.0;
        for ((name, guess), weight) in names.iter().zip(guess).zip(&weight) {
            votes += weight;
            for (candidate, p) in name.candidates.iter().zip(guess) {
                *countries.entry(&candidate.country).or_default() += p * weight;
                if candidate.region != 0 {
                    *regions.entry(candidate.region).or_default() += p * weight;
                }
            }
        }
        for demonym in demonyms {
            let weight = 0.5 * (demonym.count as f32).sqrt();
            votes += weight;
            *countries.entry(demonym.country).or_default() += weight;
        }
        let home = names.iter().position(|name| name.home);
        Self { names, guess, weight, points, countries, regions, votes, home }
    }

    fn rows(&self, index: usize) -> Vec<Row> {
        let name = &self.names[index];
        let mut rows = own(name);
        if name.candidates.len() < 2 {
            return rows;
        }
        let own_weight = self.weight[index];
        let others = (self.votes - own_weight).max(1e-3);
        let guess = &self.guess[index];
        let share = |same: &dyn Fn(&Candidate) -> bool, votes: f32| {
            let own: f32 = name.candidates.iter().zip(guess).filter(|(c, _)| same(c)).map(|(_, p)| p).sum();
            (votes - own * own_weight).max(0.0) / others
        };
        for (at, (candidate, row)) in name.candidates.iter().zip(&mut rows).enumerate() {
            if !candidate.country.is_empty() {
                let votes = self.countries.get(&*candidate.country).copied().unwrap_or(0.0);
                row[16] = share(&|other| other.country == candidate.country, votes);
                row[24] = if row[16] < 0.02 && others > 1.0 { 1.0 } else { 0.0 };
            }
            if candidate.region != 0 {
                let votes = self.regions.get(&candidate.region).copied().unwrap_or(0.0);
                row[17] = share(&|other| other.region == candidate.region, votes);
            }
            if candidate.kind != PlaceKind::Country {
                let (sum, nearest) = self.nearness(index, at);
                row[18] = sum;
                row[19] = nearest;
                row[23] = nearest * row[0];
            }
            self.at_home(index, at, row);
        }
        rows
    }

    /// How near the other places lie: the weighted mean, and the nearest one.
    fn nearness(&self, index: usize, at: usize) -> (f32, f32) {
        let point = self.points[index][at];
        let (mut sum, mut weights, mut nearest) = (0.0f32, 0.0f32, 0.0f32);
        for other in (0..self.names.len().min(NAMES)).filter(|&other| other != index) {
            let mut near = 0.0;
            let candidates = self.names[other].candidates.iter().zip(&self.guess[other]).zip(&self.points[other]);
            for ((candidate, p), place) in candidates {
                if candidate.kind != PlaceKind::Country && *p > 0.01 {
                    near += p * closeness(point, *place);
                }
            }
            sum += near * self.weight[other];
            weights += self.weight[other];
            nearest = nearest.max(near);
        }
        (sum / weights.max(1.0), nearest)
    }

    /// How well a candidate agrees with where the outlet is at home.
    fn at_home(&self, index: usize, at: usize, row: &mut Row) {
        let Some(home) = self.home.filter(|&home| home != index) else { return };
        let candidate = &self.names[index].candidates[at];
        for ((place, p), point) in self.names[home].candidates.iter().zip(&self.guess[home]).zip(&self.points[home]) {
            if place.country == candidate.country {
                row[20] += p;
            }
            if place.region == candidate.region && place.region != 0 {
                row[21] += p;
            }
            if candidate.kind != PlaceKind::Country {
                row[22] += p * closeness(self.points[index][at], *point);
            }
        }
    }
}

fn unit(candidate: &Candidate) -> [f32; 3] {
    let (lat, lon) = (candidate.lat.to_radians(), candidate.lon.to_radians());
    [(lat.cos() * lon.cos()) as f32, (lat.cos() * lon.sin()) as f32, lat.sin() as f32]
}

/// 1 at the same spot, a half at 100 km, little beyond 500.
fn closeness(a: [f32; 3], b: [f32; 3]) -> f32 {
    let square = (0..3).map(|i| (a[i] - b[i]) * (a[i] - b[i])).sum::<f32>();
    let in_hundreds = square * (63.71 * 63.71);
    1.0 / (1.0 + in_hundreds)
}

/// The probability of each candidate.
pub fn softmax(rows: &[Row], weights: &Weights) -> Vec<f32> {
    let scores: Vec<f32> = rows.iter().map(|row| row.iter().zip(weights).map(|(x, w)| x * w).sum()).collect();
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut shares: Vec<f32> = scores.iter().map(|score| (score - top).exp()).collect();
    let sum: f32 = shares.iter().sum();
    shares.iter_mut().for_each(|share| *share /= sum);
    shares
}
