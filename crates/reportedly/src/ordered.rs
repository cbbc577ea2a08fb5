//! Work on all cores, answers in order, memory bounded.
//!
//! A feeder hands out jobs; workers take whichever comes next; the caller's sink gets the answers in the order of the
//! jobs. At most [`AHEAD`] jobs a worker are under way, so a slow reader of the output holds the feeder back.

use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Jobs under way for each worker.
const AHEAD: usize = 3;

/// Runs `work` over every job on `workers` threads and hands the answers to `sink` in order, until it breaks off.
pub fn run<J, A>(
    workers: usize,
    jobs: impl Iterator<Item = J> + Send,
    work: impl Fn(J) -> A + Sync,
    mut sink: impl FnMut(A) -> ControlFlow<()>,
) where
    J: Send,
    A: Send,
{
    let workers = workers.max(1);
    let (job_in, job_out) = sync_channel::<(J, SyncSender<A>)>(workers);
    let (answer_in, answer_out) = sync_channel::<Receiver<A>>(workers * AHEAD);
    let job_out = Mutex::new(job_out);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for job in jobs {
                let (give, take) = sync_channel(1);
                // A refused send means that the sink broke off.
                if answer_in.send(take).is_err() || job_in.send((job, give)).is_err() {
                    break;
                }
            }
        });
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let next = job_out.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).recv();
                    let Ok((job, give)) = next else { break };
                    // Nobody waits for the answer once the sink broke off.
                    let _ = give.send(work(job));
                }
            });
        }
        for take in &answer_out {
            let Ok(answer) = take.recv() else { continue };
            if sink(answer).is_break() {
                break;
            }
        }
        drop(answer_out);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_order_whatever_the_threads_do() {
        for workers in [1, 2, 7] {
            let mut got = Vec::new();
            let work = |job: u64| {
                std::thread::sleep(std::time::Duration::from_micros(job * 7919 % 300));
                job * 2
            };
            run(workers, 0..500, work, |answer| {
                got.push(answer);
                ControlFlow::Continue(())
            });
            assert_eq!(got, (0..500).map(|job| job * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_endless_feed_ends_when_the_sink_breaks_off() {
        let mut count = 0;
        run(
            2,
            0..,
            |job: u64| job,
            |_| {
                count += 1;
                if count == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(count, 10);
    }
}
