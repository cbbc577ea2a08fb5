//! How far a run is, on a terminal alone.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Before this nobody wonders.
const PATIENCE: Duration = Duration::from_millis(800);
const REDRAWN: Duration = Duration::from_millis(150);
const BAR: usize = 24;

/// Bytes of the inputs: how many there are, as far as is known, and how many were read.
#[derive(Clone, Debug, Default)]
pub struct Bytes {
    /// All of them; none where an input has no known size.
    pub total: Option<u64>,
    /// Read so far.
    pub read: Arc<AtomicU64>,
}

/// A line on standard error that tells how far a run is.
#[derive(Debug)]
pub struct Progress {
    shown: bool,
    wanted: bool,
    bytes: Bytes,
    begun: Instant,
    drawn: Instant,
    reports: u64,
}

impl Progress {
    /// A line for a run, if standard error is a terminal and nobody asked for quiet.
    pub fn new(quiet: bool, bytes: Bytes) -> Self {
        let wanted = !quiet && std::io::stderr().is_terminal();
        let now = Instant::now();
        Self { shown: false, wanted, bytes, begun: now, drawn: now, reports: 0 }
    }

    /// Counts a report that is done.
    pub fn count(&mut self) {
        self.reports += 1;
    }

    /// Takes the line away, so that something else can be written.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            eprint!("\r\x1b[K");
        }
    }

    /// Draws other words instead, not too often.
    pub fn tell(&mut self, words: &str) {
        let now = Instant::now();
        if !self.wanted || now - self.begun < PATIENCE || now - self.drawn < REDRAWN && self.shown {
            return;
        }
        self.drawn = now;
        self.shown = true;
        eprint!("\r\x1b[K{words}");
        let _ = std::io::stderr().flush();
    }

    /// Draws the line again, not too often.
    pub fn draw(&mut self) {
        let now = Instant::now();
        if !self.wanted || now - self.begun < PATIENCE || now - self.drawn < REDRAWN && self.shown {
            return;
        }
        self.drawn = now;
        self.shown = true;
        let rate = self.reports as f64 / (now - self.begun).as_secs_f64();
        let share = self.bytes.total.filter(|&total| total > 0);
        let share = share.map(|total| self.bytes.read.load(Ordering::Relaxed) as f64 / total as f64);
        let bar = share.map_or(String::new(), |share| {
            let full = ((share * BAR as f64) as usize).min(BAR);
            format!("[{}{}] {:3.0} %  ", "#".repeat(full), ".".repeat(BAR - full), share.min(1.0) * 100.0)
        });
        eprint!("\r\x1b[K{bar}{} reports, {rate:.0} a second", self.reports);
        let _ = std::io::stderr().flush();
    }
}
