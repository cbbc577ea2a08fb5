//! Models learn what is there to learn, the same way every time, and survive being made small.

use reportedly_reader::learned::{Features, Net};
use reportedly_train::{Dataset, Random, RowId, Settings, Target, cross_validate, fit};

/// Cases whose class is the exclusive or of two features, among features that say nothing.
fn exclusive_or(cases: usize) -> Dataset {
    let mut random = Random::new(7);
    let mut data = Dataset::new(0, 0);
    for case in 0..cases {
        let (a, b) = (random.below(2), random.below(2));
        let mut features = Features::default();
        features.add(0, [a as u32]);
        features.add(1, [b as u32]);
        features.add(2, [random.below(50) as u32]);
        data.push(&features, &[], Target::Class(a ^ b), 1.0, case as u32);
    }
    data
}

fn right(data: &Dataset, scores: &[Vec<f32>]) -> f64 {
    let hits = (0..data.len()).filter(|&case| match data.target(case) {
        Target::Class(class) => scores[case][class] > 0.5,
        Target::Values(values) => (scores[case][0] - values[0]).abs() < 0.25,
        Target::Chances(_) => unreachable!("no case here is taught"),
    });
    hits.count() as f64 / data.len() as f64
}

#[test]
fn a_hidden_layer_learns_what_a_line_cannot() {
    let data = exclusive_or(2000);
    let settings = Settings { epochs: 10, ..Settings::default() };
    assert!(right(&data, &cross_validate(&data, &settings, 3)) > 0.97);
    let linear = Settings { hidden: 0, ..settings };
    assert!(right(&data, &cross_validate(&data, &linear, 3)) < 0.8);
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let data = exclusive_or(500);
    let bytes = |seed| fit(&data, &Settings { seed, ..Settings::default() }, |_| true).parts(Some(1200)).write();
    assert_eq!(bytes(3), bytes(3));
    assert_ne!(bytes(3), bytes(4));
    assert!(bytes(3).len() <= 1200, "{} bytes", bytes(3).len());
}

#[test]
fn a_regression_reads_dense_rows() {
    let mut random = Random::new(2);
    let mut data = Dataset::new(1, 2);
    for unit in 0..3000 {
        let row = [random.normal(), random.normal()];
        let id = if unit % 10 == 0 { RowId::NONE } else { data.add_row(&row) };
        let dense = if id == RowId::NONE { 0.0 } else { 2.0 * row[0] - row[1] };
        let mut features = Features::default();
        features.add(0, [unit / 2 % 4]);
        data.push(&features, &[id], Target::Values(&[dense + (unit / 2 % 4) as f32]), 1.0, unit);
    }
    let settings =
        Settings { hidden: 0, epochs: 20, rate: 0.3, feature_dropout: 0.0, unit_dropout: 0.0, ..Settings::default() };
    let trained = fit(&data, &settings, |_| true);
    let net = Net::from_bytes(trained.parts(None).write().leak()).expect("just written");
    let mut features = Features::default();
    features.add(0, [3]);
    let mut scores = [0.0];
    net.predict(&features, &[&[1.0, -0.5]], &mut scores);
    assert!((scores[0] - 5.5).abs() < 0.1, "{scores:?}");
    assert!(right(&data, &cross_validate(&data, &settings, 2)) > 0.95);
}
