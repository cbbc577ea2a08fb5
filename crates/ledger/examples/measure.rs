//! Measures lineage and stories over many generated reports of about 120 words: reports a second, memory as it grows, and how
//! long that memory takes to be put away and taken up again.
//!
//! `measure [REPORTS]`; memory is read from `/proc` and left out elsewhere.

use std::time::Instant;

use reportedly_ledger::{Lineage, Moment, Stories, lineage, stories};

fn main() {
    let reports: u64 = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let (mut lineage, mut stories) = (Lineage::default(), Stories::default());
    let (mut copies, mut opened, mut merged) = (0, 0, 0);
    let (mut in_lineage, mut in_stories) = (0.0, 0.0);
    for number in 0..reports {
        let text = generated(number);
        let published = Some(Moment::day((number / 200) as i32));
        let start = Instant::now();
        copies += usize::from(lineage.observe(lineage::Row { text: &text, published, ..Default::default() }).is_some());
        let between = Instant::now();
        let placed = stories.observe(stories::Row { text: &text, published, ..Default::default() });
        in_lineage += (between - start).as_secs_f64();
        in_stories += between.elapsed().as_secs_f64();
        opened += usize::from(placed.fit.is_none());
        merged += placed.changes.merged.len();
        if (number + 1) % (reports / 10).max(1) == 0 {
            let done = (number + 1) as f64;
            println!(
                "{} reports: lineage {:.0}/s ({copies} links, {} held), stories {:.0}/s ({opened} opened, {merged} merged, {} open), {}",
                number + 1,
                done / in_lineage,
                lineage.len(),
                done / in_stories,
                stories.len(),
                memory().unwrap_or_default()
            );
        }
    }
    put_away("lineage", || lineage.snapshot(), |bytes| Lineage::restored(Default::default(), bytes).is_ok());
    put_away("stories", || stories.snapshot(), |bytes| Stories::restored(Default::default(), bytes).is_ok());
}

/// Measures how long a memory takes to be put away and taken up again.
fn put_away(name: &str, snapshot: impl Fn() -> Vec<u8>, restored: impl Fn(&[u8]) -> bool) {
    let start = Instant::now();
    let bytes = snapshot();
    let between = Instant::now();
    assert!(restored(&bytes), "{name} comes back");
    let (kept, back) = (between - start, between.elapsed());
    println!("memory of {name}: {} kB, put away in {kept:.0?}, taken up in {back:.0?}", bytes.len() / 1000);
}

/// A report on one of the happenings of its days: its own names and numbers, common words in changing order.
fn generated(number: u64) -> String {
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5EED;
    let mut random = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    // About three reports a happening, ten happenings begun before the first ends.
    let happening = (number / 3).saturating_sub(random(10));
    let mut text = String::new();
    for word in 0..120 {
        match random(10) {
            0 => text += &format!("Name{} ", happening * 5 + random(5)),
            1 => text += &format!("{} ", happening * 3 + random(3)),
            2 => text += &format!("rare{} ", random(50_000)),
            _ => {
                let common = random(3_000) + 1;
                text += &format!("word{} ", random(common));
            }
        }
        if word % 17 == 16 {
            text += ". ";
        }
    }
    text
}

fn memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
    Some(line.split_whitespace().collect::<Vec<_>>().join(" "))
}
