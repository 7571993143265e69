//! Ends writes at any of their steps, as a process that dies does: what was not committed is rolled back.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Steps of write transactions: before each statement, before the commit, and after it.
const POINTS: [&str; 3] = ["write.statement", "write.commit", "write.committed"];

/// Counts the steps of all writes of this process and ends the one at which the count is over. Under nextest a process
/// is one test.
#[derive(Debug)]
pub struct Kills {
    left: Arc<AtomicI64>,
}

impl Kills {
    /// Kills nothing until it is told to.
    pub fn new() -> Self {
        let left = Arc::new(AtomicI64::new(0));
        for point in POINTS {
            let left = Arc::clone(&left);
            fail::cfg_callback(point, move || {
                assert!(left.fetch_sub(1, Ordering::SeqCst) != 1, "the test ends this write here");
            })
            .unwrap();
        }
        Self { left }
    }

    /// Runs `action`, and ends it at the step of this number, from 1; false when it had fewer steps.
    pub async fn at_step(&self, step: i64, action: impl Future<Output = ()>) -> bool {
        self.left.store(step, Ordering::SeqCst);
        action.await;
        self.left.swap(0, Ordering::SeqCst) <= 0
    }
}

impl Default for Kills {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Kills {
    fn drop(&mut self) {
        for point in POINTS {
            fail::remove(point);
        }
    }
}
