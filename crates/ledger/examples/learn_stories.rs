//! Learns the model by which a report joins a story, and prints it.
//!
//! `learn_stories FILE…` takes JSON Lines `{"text","published"?,"cluster"}` in order of publication. The model in
//! `stories/evidence.rs` was learned from the development halves of the Gun Violence Corpus (Vossen et al. 2018, CC BY 4.0) and
//! ECB+ (Cybulska and Vossen 2014, CC BY 3.0). A dated file is taken a second time with the beginnings of its stories squeezed
//! to a twentieth of the time, so that the model meets many stories at once.

use std::collections::HashMap;

use reportedly_ledger::stories::{FEATURES, Row, Settings, Stories};
use reportedly_ledger::{Moment, stories::Evidence};

const SQUEEZE: i32 = 20;
const STEPS: usize = 40;
const DECAY: f64 = 1e-3;
const WIDTH: usize = FEATURES + 1;

struct Report {
    text: String,
    day: Option<i32>,
    story: u32,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    for file in std::env::args().skip(1) {
        let mut reports = read(&file)?;
        gather(&reports, &mut rows);
        if squeeze(&mut reports) {
            gather(&reports, &mut rows);
        }
    }
    let model = fit(&rows);
    println!("{} rows; weights {:?}; bias {}", rows.len(), &model[..FEATURES], model[FEATURES]);
    Ok(())
}

fn read(file: &str) -> Result<Vec<Report>, Box<dyn std::error::Error>> {
    let mut numbers = HashMap::new();
    let mut reports = Vec::new();
    for line in std::fs::read_to_string(file)?.lines() {
        let line: serde_json::Value = serde_json::from_str(line)?;
        let field = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let published = field("published");
        let mut parts = published.get(..10).unwrap_or_default().split('-').map_while(|part| part.parse::<i32>().ok());
        let day = match (parts.next(), parts.next(), parts.next()) {
            (Some(year), Some(month), Some(day)) => Some(Moment::of_civil(year, month as u8, day as u8).day),
            _ => None,
        };
        let count = numbers.len() as u32;
        let story = *numbers.entry(field("cluster")).or_insert(count);
        reports.push(Report { text: field("text"), day, story });
    }
    Ok(reports)
}

/// Moves the stories of a dated set closer together, each in one piece.
fn squeeze(reports: &mut [Report]) -> bool {
    let Some(start) = reports.iter().filter_map(|report| report.day).min() else { return false };
    let mut begun: HashMap<u32, i32> = HashMap::new();
    for report in &mut *reports {
        if let Some(day) = &mut report.day {
            let first = *begun.entry(report.story).or_insert(*day);
            *day += start + (first - start) / SQUEEZE - first;
        }
    }
    reports.sort_by_key(|report| report.day);
    true
}

fn gather(reports: &[Report], rows: &mut Vec<(Evidence, bool)>) {
    let mut stories = Stories::new(Settings::default());
    for report in reports {
        stories.learn(Row { text: &report.text, ..Row::default() });
    }
    for report in reports {
        let row = Row { text: &report.text, published: report.day.map(Moment::day), ..Row::default() };
        for (story, evidence) in stories.teach(row, report.story) {
            rows.push((evidence, story == report.story));
        }
    }
}

/// Logistic regression by Newton's method, the weights kept small.
fn fit(rows: &[(Evidence, bool)]) -> [f64; WIDTH] {
    let mut model = [0.0; WIDTH];
    for _ in 0..STEPS {
        let mut slope = [0.0; WIDTH];
        let mut curve = [[0.0; WIDTH]; WIDTH];
        for (evidence, is_own) in rows {
            let mut x = [1.0; WIDTH];
            x.iter_mut().zip(evidence.features).for_each(|(x, feature)| *x = f64::from(feature));
            let odds: f64 = x.iter().zip(model).map(|(x, weight)| x * weight).sum();
            let likely = 1.0 / (1.0 + (-odds).exp());
            for i in 0..WIDTH {
                slope[i] += x[i] * (likely - f64::from(u8::from(*is_own))) / rows.len() as f64;
                for j in 0..WIDTH {
                    curve[i][j] += x[i] * x[j] * likely * (1.0 - likely) / rows.len() as f64;
                }
            }
        }
        for i in 0..WIDTH {
            let decay = if i < FEATURES { DECAY * 0.1 } else { 0.0 };
            slope[i] += decay * model[i];
            curve[i][i] += decay + 1e-9;
        }
        let step = solve(curve, slope);
        model.iter_mut().zip(step).for_each(|(weight, step)| *weight -= step);
    }
    model
}

/// Solves a small system by elimination.
fn solve(mut a: [[f64; WIDTH]; WIDTH], mut b: [f64; WIDTH]) -> [f64; WIDTH] {
    for i in 0..WIDTH {
        let pivot = (i..WIDTH).max_by(|x, y| a[*x][i].abs().total_cmp(&a[*y][i].abs())).unwrap_or(i);
        a.swap(i, pivot);
        b.swap(i, pivot);
        for row in 0..WIDTH {
            if row != i {
                let factor = a[row][i] / a[i][i];
                let pivot = a[i];
                a[row].iter_mut().zip(pivot).for_each(|(cell, above)| *cell -= factor * above);
                b[row] -= factor * b[i];
            }
        }
    }
    std::array::from_fn(|i| b[i] / a[i][i])
}
