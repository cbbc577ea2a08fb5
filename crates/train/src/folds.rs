//! Tests on units a model has not seen, and whole fits side by side.

use std::sync::Mutex;

use crate::{Dataset, Settings, fit};

/// The scores of every case from a model that has not seen its unit.
///
/// Units are dealt out to the folds in turn by their number. The scores of case `i` are `result[i]`.
pub fn cross_validate(data: &Dataset, settings: &Settings, folds: u32) -> Vec<Vec<f32>> {
    let parts: Vec<Vec<(usize, Vec<f32>)>> = side_by_side((0..folds).collect(), |fold| {
        let net = fit(data, settings, |unit| unit % folds != fold).net();
        let mut sum = net.start();
        let unseen = (0..data.len()).filter(|&case| data.unit(case) % folds == fold);
        let score = |case| {
            let mut scores = vec![0.0; net.outputs()];
            net.restart(&mut sum);
            net.add_keys(data.keys(case), &mut sum);
            data.dense(case).for_each(|(slot, row)| net.add_dense(slot, row, &mut sum));
            net.finish(&mut sum, &mut scores);
            (case, scores)
        };
        unseen.map(score).collect()
    });
    let mut scores = vec![Vec::new(); data.len()];
    for (case, row) in parts.into_iter().flatten() {
        scores[case] = row;
    }
    scores
}

/// Does `work` for each item on at most two threads; the results come in the order of the items.
pub fn side_by_side<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let queue = Mutex::new(items.into_iter().zip(results.iter_mut()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().expect("no worker panics with the queue in hand").next();
                    let Some((item, result)) = next else { break };
                    *result = Some(work(item));
                }
            });
        }
    });
    results.into_iter().map(|result| result.expect("every item is worked on")).collect()
}
