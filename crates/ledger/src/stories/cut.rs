//! Whether the reports of a story fall apart into two stories that look alike.
//!
//! Two accidents, two trials or two rehabilitations share most of their words, and a report joins whichever came first.
//! Once several reports are together it shows: what all of them share tells nothing *within* the story, and
//! without it two groups are left that have little in common. So terms are weighed anew by how rare they are among these
//! reports, and the reports are cut where least is torn: the normalised cut of Shi and Malik (2000), which asks how much
//! two sides share in proportion to what each shares in all, and so draws one line for small and large stories, short
//! and long reports, few and many stories at once.

use super::members::Member;
use super::terms::{KINDS, Kind, Term};
use crate::hashing::{ShortMap, mix};

/// Fewer reports are not cut.
pub const LEAST: usize = 4;
/// The fewest reports on one side.
const SIDE: usize = 2;
/// Below this a cut tears too little to hold the sides together. On ECB+ (Cybulska and Vossen 2014, development half) pairs of
/// look-alike stories lie between .27 and .62, single stories between .60 and 1.2.
const TORN: f32 = 0.6;
/// Each side of a cut must have something of its own that holds it together, this much between any two reports.
const HELD: f32 = 0.04;
/// Likeness counts up to here, so that few reports with much in common do not outweigh many with enough.
const ALIKE: f32 = 0.3;
/// From here on, by their words, two reports are printings of one text. They count once: an agency's line in twenty papers
/// is one account of the story, not half of it.
const PRINTING: f32 = 0.7;
/// How much each kind of term weighs: names and numbers tell look-alikes apart.
const KIND_WEIGHTS: [f32; KINDS] = [0.6, 1.0, 1.0, 1.0];
/// Rounds of the power iteration; the cut is mended report by report after it.
const ROUNDS: usize = 60;
/// Sweeps of that mending at most.
const SWEEPS: usize = 8;

/// How much any two reports of a story share beyond what the whole story shares.
#[derive(Debug)]
pub struct Likeness {
    count: usize,
    /// Row by row; nothing on the diagonal.
    shared: Vec<f32>,
    /// What each report shares with all others.
    degrees: Vec<f32>,
}

impl Likeness {
    /// Compares all reports with each other.
    pub fn of(members: &[&Member]) -> Self {
        let count = members.len();
        let mut held: ShortMap<u32> = ShortMap::default();
        members.iter().flat_map(|member| &member.terms).for_each(|(term, _)| *held.entry(term.0).or_default() += 1);
        let local = |term: Term| match held[&term.0] {
            1 => 0.0,
            holders => (count as f32 / holders as f32).ln() * KIND_WEIGHTS[term.kind()],
        };
        let rows: Vec<Vec<(Term, f32)>> = members
            .iter()
            .map(|member| {
                let weighed = member.terms.iter().map(|(term, weight)| (*term, weight * local(*term)));
                let mut row: Vec<_> = weighed.filter(|(_, weight)| *weight > 0.0).collect();
                let norm = row.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
                row.iter_mut().for_each(|(_, weight)| *weight /= norm);
                row
            })
            .collect();
        let mut shared = vec![0.0; count * count];
        for one in 0..count {
            for two in 0..one {
                let alike = dot(&rows[one], &rows[two]).min(ALIKE);
                shared[one * count + two] = alike;
                shared[two * count + one] = alike;
            }
        }
        let degrees = shared.chunks(count.max(1)).map(|row| row.iter().sum::<f32>() + 1e-6).collect();
        Self { count, shared, degrees }
    }

    fn row(&self, member: usize) -> &[f32] {
        &self.shared[member * self.count..][..self.count]
    }

    /// How much a cut tears, in [0, 2]; without bounds where a side is none.
    pub fn torn(&self, sides: &[bool]) -> f32 {
        let (mut cut, mut whole) = (0.0, [0.0; 2]);
        for (member, side) in sides.iter().enumerate() {
            whole[usize::from(*side)] += self.degrees[member];
            if *side {
                cut += self
                    .row(member)
                    .iter()
                    .zip(sides)
                    .filter(|(_, side)| !**side)
                    .map(|(shared, _)| shared)
                    .sum::<f32>();
            }
        }
        let count = sides.iter().filter(|side| **side).count();
        let is_held = |whole: f32, count: usize| count < 2 || whole - cut >= HELD * (count * (count - 1)) as f32;
        if !is_held(whole[0], sides.len() - count) || !is_held(whole[1], count) {
            return f32::INFINITY;
        }
        cut / whole[0] + cut / whole[1]
    }

    /// The cut that tears least, as far as can be told quickly, and how much it tears.
    fn best_cut(&self) -> Option<(Vec<bool>, f32)> {
        let order = self.order();
        let mut sides = vec![false; self.count];
        let mut best: Option<(Vec<bool>, f32)> = None;
        for (at, member) in order.iter().enumerate() {
            sides[*member] = true;
            if at + 1 >= SIDE && self.count - at > SIDE {
                let torn = self.torn(&sides);
                if best.as_ref().is_none_or(|(_, least)| torn < *least) {
                    best = Some((sides.clone(), torn));
                }
            }
        }
        best.map(|(sides, torn)| self.mended(sides, torn))
    }

    /// Moves single reports to the other side as long as that tears less.
    fn mended(&self, mut sides: Vec<bool>, mut torn: f32) -> (Vec<bool>, f32) {
        for _ in 0..SWEEPS {
            let before = torn;
            for member in 0..self.count {
                sides[member] = !sides[member];
                let left = sides.iter().filter(|side| **side).count();
                let now = self.torn(&sides);
                if left.min(self.count - left) >= SIDE && now < torn - 1e-6 {
                    torn = now;
                } else {
                    sides[member] = !sides[member];
                }
            }
            if torn >= before {
                break;
            }
        }
        (sides, torn)
    }

    /// The reports along the axis in which they differ most: the second eigenvector of the normalised likenesses, by
    /// power iteration.
    fn order(&self) -> Vec<usize> {
        let roots: Vec<f32> = self.degrees.iter().map(|degree| degree.sqrt()).collect();
        let length: f32 = self.degrees.iter().sum();
        let mut axis: Vec<f32> =
            (0..self.count as u64).map(|member| (mix(member + 1) >> 40) as f32 / 16_777_216.0 - 0.5).collect();
        for _ in 0..ROUNDS {
            let along = axis.iter().zip(&roots).map(|(value, root)| value * root).sum::<f32>() / length;
            axis.iter_mut().zip(&roots).for_each(|(value, root)| *value -= along * root);
            let mut next: Vec<f32> = (0..self.count)
                .map(|member| {
                    let pulled: f32 = (self.row(member).iter().zip(&axis).zip(&roots))
                        .map(|((shared, value), root)| shared * value / root)
                        .sum();
                    // One half of itself keeps alternating parts from winning.
                    axis[member] + pulled / roots[member]
                })
                .collect();
            let norm = next.iter().map(|value| value * value).sum::<f32>().sqrt().max(1e-12);
            next.iter_mut().for_each(|value| *value /= norm);
            axis = next;
        }
        let mut order: Vec<usize> = (0..self.count).collect();
        order.sort_by(|a, b| (axis[*a] / roots[*a]).total_cmp(&(axis[*b] / roots[*b])).then(a.cmp(b)));
        order
    }
}

fn dot(one: &[(Term, f32)], two: &[(Term, f32)]) -> f32 {
    let (mut sum, mut rest) = (0.0, two.iter().peekable());
    for (term, weight) in one {
        while rest.next_if(|(other, _)| other < term).is_some() {}
        if let Some((_, theirs)) = rest.next_if(|(other, _)| other == term) {
            sum += weight * theirs;
        }
    }
    sum
}

/// The parts into which reports fall, each in order; one part where they belong together.
pub fn parts(members: &[&Member]) -> Vec<Vec<usize>> {
    let (mut whole, mut parts) = (vec![(0..members.len()).collect::<Vec<usize>>()], Vec::new());
    let printed = if members.len() < LEAST { Vec::new() } else { printings(members) };
    while let Some(part) = whole.pop() {
        let here: Vec<&Member> = part.iter().map(|member| members[*member]).collect();
        let side = |sides: &[bool], wanted: bool| -> Vec<usize> {
            part.iter().zip(sides).filter(|(_, side)| **side == wanted).map(|(member, _)| *member).collect()
        };
        match cut(&here).map(|sides| [side(&sides, true), side(&sides, false)]) {
            Some(sides) if sides.iter().all(|side| accounts(side, &printed) >= SIDE) => whole.extend(sides),
            _ => parts.push(part),
        }
    }
    parts.sort();
    parts
}

/// How many texts there are among reports.
fn accounts(members: &[usize], printed: &[usize]) -> usize {
    let mut texts: Vec<usize> = members.iter().map(|member| printed[*member]).collect();
    texts.sort_unstable();
    texts.dedup();
    texts.len()
}

/// How much of what holds a story together ties some reports more to it: one or more for its own, near nothing for strangers.
pub fn tie(reports: &[Member], story: &[Member]) -> f32 {
    let members: Vec<&Member> = story.iter().chain(reports).collect();
    let likeness = Likeness::of(&members);
    let pairs =
        |from: std::ops::Range<usize>| -> f32 { from.flat_map(|member| &likeness.row(member)[..story.len()]).sum() };
    let (within, between) = (pairs(0..story.len()), pairs(story.len()..members.len()));
    let within = within / (story.len() * (story.len() - 1)).max(1) as f32;
    between / (reports.len() * story.len()) as f32 / within.max(HELD)
}

/// For each report the first one that is a printing of the same text, itself if there is none.
fn printings(members: &[&Member]) -> Vec<usize> {
    // Terms lie together by kind, words first. Names are words too, but do not count again: short accounts of one
    // happening may have little else in common.
    let words: Vec<&[(Term, f32)]> = members
        .iter()
        .map(|member| &member.terms[..member.terms.partition_point(|(term, _)| term.kind() == Kind::Word as usize)])
        .collect();
    let norms: Vec<f32> = words.iter().map(|words| dot(words, words).sqrt()).collect();
    let mut printed: Vec<usize> = (0..members.len()).collect();
    for member in 0..members.len() {
        let is_same = |first: &usize| {
            let least = PRINTING * norms[*first] * norms[member];
            printed[*first] == *first && dot(words[*first], words[member]) >= least
        };
        if let Some(first) = (0..member).find(is_same) {
            printed[member] = first;
        }
    }
    printed
}

fn cut(members: &[&Member]) -> Option<Vec<bool>> {
    if members.len() < LEAST {
        return None;
    }
    let (sides, torn) = Likeness::of(members).best_cut()?;
    (torn < TORN).then_some(sides)
}

/// Whether two groups of reports, put together, would fall apart again where they were joined.
pub fn fall_apart(one: &[Member], two: &[Member]) -> bool {
    let members: Vec<&Member> = one.iter().chain(two).collect();
    let sides: Vec<bool> = (0..members.len()).map(|member| member < one.len()).collect();
    let printed = if members.len() < LEAST { Vec::new() } else { printings(&members) };
    let side = |side: bool| (0..printed.len()).filter(|member| sides[*member] == side).collect::<Vec<_>>();
    let both_told = accounts(&side(true), &printed) >= SIDE && accounts(&side(false), &printed) >= SIDE;
    both_told && Likeness::of(&members).torn(&sides) < TORN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::terms::counted;
    use crate::stories::weights::Weights;

    fn members(texts: &[String]) -> Vec<Member> {
        let weights = Weights::default();
        let member =
            |(report, text): (usize, &String)| Member::of(report as u64, None, &weights.weigh(&counted(None, text)));
        texts.iter().enumerate().map(member).collect()
    }

    fn parts_of(texts: &[String]) -> Vec<Vec<usize>> {
        let members = members(texts);
        parts(&members.iter().collect::<Vec<_>>())
    }

    /// Reports on a trial, each in its own words but for the court's; each names two of the four witnesses.
    fn trial(names: [&str; 4], judge: &str) -> Vec<String> {
        let told = [
            "described a quarrel behind the brewery",
            "remembered headlights and a slammed gate",
            "spoke of debts nobody had paid",
            "wept while the recording was played",
        ];
        let tell = |n: usize| format!("{} {}", names[n % 4], told[(n + names[0].len()) % 4]);
        let report = |n: usize| {
            format!(
                "The murder trial went on as {} and {}. The jury went home early, said {judge}.",
                tell(n),
                tell(n + 1)
            )
        };
        (0..4).map(report).collect()
    }

    #[test]
    fn look_alikes_fall_apart_where_the_names_do() {
        let one = trial(["Ilse Moran", "Petr Hala", "Anton Reuel", "Dora Quist"], "Judge Maud Osk");
        let two = trial(["Juno Falk", "Rafe Benning", "Tilda Kron", "Oskar Vane"], "Judge Lew Pardo");
        let mixed: Vec<String> = one.iter().zip(&two).flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
        assert_eq!(parts_of(&mixed), [[0, 2, 4, 6], [1, 3, 5, 7]]);
        assert_eq!(parts_of(&one), [[0, 1, 2, 3]]);
        assert!(fall_apart(&members(&one), &members(&two)));
        assert!(!fall_apart(&members(&one[..2]), &members(&one[2..])));
    }

    #[test]
    fn printings_of_one_text_stay_together() {
        let text = trial(["Ilse Moran", "Petr Hala", "Anton Reuel", "Dora Quist"], "Judge Maud Osk").remove(0);
        assert_eq!(parts_of(&vec![text.clone(); 6]).len(), 1);
        assert_eq!(parts_of(&vec![String::new(); 5]).len(), 1);
        let other = trial(["Juno Falk", "Rafe Benning", "Tilda Kron", "Oskar Vane"], "Judge Maud Osk").remove(0);
        let two_lines: Vec<String> = (0..12).map(|n| if n % 2 == 0 { text.clone() } else { other.clone() }).collect();
        assert_eq!(parts_of(&two_lines).len(), 1);
    }

    #[test]
    fn few_reports_are_never_cut() {
        let texts: Vec<String> = (0..3).map(|n| format!("Own{n} Word{n}")).collect();
        assert_eq!(parts_of(&texts).len(), 1);
        assert_eq!(parts(&[]), [Vec::<usize>::new()]);
    }
}
