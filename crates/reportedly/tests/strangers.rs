//! Strangers' bytes through intake and every reader, many in one process: no panic, no hang, every span inside its text.
//!
//! In release, 100,000 byte strings and 10,000 mutated reports; a debug build takes fewer. The numbers come from a fixed
//! generator, so a failure comes again, and its bytes are printed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use reportedly_intake::{Limits, html, json, text};
use reportedly_language::Pipeline;
use reportedly_reader::Reader;
use reportedly_report::{Contract, Report};
use serde_json::Value;

const STRINGS: u64 = if cfg!(debug_assertions) { 4_000 } else { 100_000 };
const MUTANTS: u64 = if cfg!(debug_assertions) { 400 } else { 10_000 };
/// Reports read in common.
const BATCH: usize = 50;
/// Far more than a batch of short reports takes on a busy machine.
const HANG: Duration = Duration::from_secs(60);

static READER: LazyLock<Reader> = LazyLock::new(|| {
    let folder =
        std::env::var_os("REPORTEDLY_MODEL").filter(|folder| !folder.is_empty()).map_or_else(installed, PathBuf::from);
    let pipeline = Pipeline::load(&folder).unwrap_or_else(|error| {
        panic!("these tests need a model: set REPORTEDLY_MODEL, or run `reportedly model install` ({error})")
    });
    Reader::new(pipeline).with_tokens(true)
});

fn installed() -> PathBuf {
    let var = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = var("XDG_DATA_HOME").or_else(|| Some(var("HOME")?.join(".local/share"))).unwrap_or_default();
    base.join("reportedly/models/en_core_web_md")
}

/// Short reports of our own, each with quotations, relays, dates, numbers, names and odd characters.
const REPORTS: [&str; 3] = [
    "Ferry line to close in June\n\nHAVNIK, May 2 (Nordlys) — The island’s last ferry will stop on June 30, its operator said on \
     Thursday.\n\n“We have lost 4.5 million euros in three years,” Ruth Tveit, the company’s director, told the newspaper Kysten. She \
     added that “at least 900” people may have to move, according to a report quoted by the agency Nordlys.\n\nThe mayor’s office \
     declined to comment.",
    "Three hurt as bridge gives way\n\nAt least three workers were hurt late on Monday when a bridge near Orsk gave way, Russian media \
     reported, citing officials. The governor denied that anyone had died; a doctor, however, put the number of the dead at two.\n\n\
     \"It fell within 20 seconds,\" Mr. Varga said. Moscow will send 40 engineers, its envoy is said to have promised.",
    "Talks “could resume” next week 🕊️\n\nKenya’s foreign minister, Ada Obi, hopes that talks will resume on 12 September 2024, she wrote \
     on X. Experts doubt it: the last round, held 300 km from the capital, lasted 2½ hours. Neither Paris nor the rebels (UFD) \
     confirmed this.\n\nSource: agencies",
];

/// Stretches that have broken readers before: quotation marks, brackets, numbers, stops, white space, joined emoji, marks of direction.
const PIECES: [&str; 40] = [
    "“",
    "”",
    "\"",
    "'",
    "’",
    "«",
    "»",
    "(",
    ")",
    "—",
    ". ",
    ", ",
    "\n\n",
    "\r\n",
    "\t",
    " ",
    "…",
    ":",
    ";",
    "said",
    "according to",
    "not",
    "Monday",
    "2024-02-30",
    "1,000,000,000,000,000",
    "$",
    "%",
    "km",
    "Mr.",
    "U.S.",
    "Kyiv",
    "👩‍🚒",
    "\u{202E}",
    "e\u{301}",
    "\0",
    "\u{FFFD}",
    "日本",
    "\u{A0}",
    "-",
    "http://x.example/?q=%00",
];

/// Xorshift (Marsaglia 2003): numbers that look random and are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit.max(1)
    }

    fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }
}

/// Bytes of one of several kinds: any, printable, pieces of news, markup, JSON.
fn string(seed: u64) -> Vec<u8> {
    let mut dice = Dice::of(seed);
    let length = if dice.below(50) == 0 { dice.below(600) } else { dice.below(24) };
    let mut bytes = Vec::new();
    match seed % 5 {
        0 => bytes.extend((0..length).map(|_| dice.below(256) as u8)),
        1 => bytes.extend((0..length).map(|_| 32 + dice.below(95) as u8)),
        2 => (0..length / 2).for_each(|_| bytes.extend(PIECES[dice.below(PIECES.len())].as_bytes())),
        3 => {
            let tags: [&[u8]; 10] = [
                b"<p>",
                b"</p>",
                b"<div>",
                b"</div>",
                b"<a href=",
                b">",
                b"<!--",
                b"&amp;",
                b"<script>",
                b"It rained. ",
            ];
            (0..length).for_each(|_| bytes.extend(tags[dice.below(tags.len())]));
        }
        _ => {
            let value = Value::String((0..length / 2).map(|_| PIECES[dice.below(PIECES.len())]).collect());
            bytes.extend(format!("{{\"text\": {value}}}").bytes());
            let at = dice.below(bytes.len());
            if dice.below(4) == 0 {
                bytes[at] = dice.below(256) as u8;
            }
        }
    }
    bytes
}

/// A report with stretches cut out, doubled, moved, or replaced by odd pieces.
fn mutant(seed: u64) -> String {
    let mut dice = Dice::of(seed);
    let mut chars: Vec<char> = REPORTS[dice.below(REPORTS.len())].chars().collect();
    for _ in 0..1 + dice.below(6) {
        let from = dice.below(chars.len());
        let to = (from + dice.below(40)).min(chars.len());
        match dice.below(4) {
            0 => drop(chars.drain(from..to)),
            1 => {
                let stretch = chars[from..to].to_vec();
                let at = dice.below(chars.len());
                chars.splice(at..at, stretch);
            }
            2 => drop(chars.splice(from..to, PIECES[dice.below(PIECES.len())].chars())),
            _ => drop(chars.splice(from..from, PIECES[dice.below(PIECES.len())].chars())),
        }
        if chars.is_empty() {
            break;
        }
    }
    chars.into_iter().collect()
}

/// Every way in; what comes of it are the reports that are read.
fn taken(seed: u64, bytes: &[u8]) -> Vec<Report> {
    let limits = Limits::default();
    let id = seed.to_string();
    let ways = [
        text::report(id.clone(), bytes, &limits).ok(),
        html::report(id.clone(), bytes, &limits).ok(),
        json::report(id, bytes, &limits).ok().map(|(report, _)| report),
    ];
    // Text that is not markup reads the same as a page, so one of the two is enough.
    let wanted = match seed % 5 {
        3 => 1,
        4 => 2,
        _ => 0,
    };
    ways.into_iter().enumerate().filter(|(way, _)| *way == wanted).filter_map(|(_, report)| report).collect()
}

/// Reads reports and holds every span of the printed form to its text.
fn read(reports: Vec<Report>) {
    for reading in READER.read_batch(reports) {
        let length = reading.report.text.chars().count() as u64;
        let printed: Value =
            serde_json::from_str(&Contract::from(reading).to_json()).expect("the printed form is JSON");
        hold(&printed, length);
    }
}

/// Every `start` and `end`, and every pair of whole numbers, is a span.
fn hold(value: &Value, length: u64) {
    let span = |start: u64, end: u64| assert!(start <= end && end <= length, "span [{start}, {end}) of {length}");
    match value {
        Value::Object(object) => {
            if let (Some(start), Some(end)) =
                (object.get("start").and_then(Value::as_u64), object.get("end").and_then(Value::as_u64))
            {
                span(start, end);
            }
            object.values().for_each(|value| hold(value, length));
        }
        Value::Array(items) => match items[..] {
            [Value::Number(ref start), Value::Number(ref end)] => {
                span(start.as_u64().expect("offsets are whole"), end.as_u64().expect("offsets are whole"));
            }
            _ => items.iter().for_each(|value| hold(value, length)),
        },
        _ => {}
    }
}

/// Runs numbered cases in batches on all cores; on a failure finds the case and prints it.
fn run(count: u64, case: impl Fn(u64) -> Vec<u8> + Sync, reports: impl Fn(u64, &[u8]) -> Vec<Report> + Sync) {
    LazyLock::force(&READER);
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (case, reports) = (&case, &reports);
            scope.spawn(move || {
                for first in (thread * BATCH as u64..count).step_by(BATCH * threads as usize) {
                    let seeds = first..(first + BATCH as u64).min(count);
                    let begun = Instant::now();
                    let whole = || read(seeds.clone().flat_map(|seed| reports(seed, &case(seed))).collect());
                    if catch_unwind(AssertUnwindSafe(whole)).is_err() {
                        let alone =
                            |seed: &u64| catch_unwind(AssertUnwindSafe(|| read(reports(*seed, &case(*seed))))).is_err();
                        let guilty: Vec<_> = seeds
                            .clone()
                            .filter(alone)
                            .map(|seed| String::from_utf8_lossy(&case(seed)).into_owned())
                            .collect();
                        panic!("cases {seeds:?} failed, by themselves these: {guilty:?}");
                    }
                    assert!(begun.elapsed() < HANG, "cases {seeds:?} took {:?}", begun.elapsed());
                }
            });
        }
    });
}

#[test]
fn any_bytes_are_read_or_refused() {
    run(STRINGS, string, taken);
}

#[test]
fn mutated_reports_are_read() {
    let report = |seed: u64, bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        vec![Report { id: seed.to_string(), text, ..Report::default() }]
    };
    run(MUTANTS, |seed| mutant(seed).into_bytes(), report);
}
