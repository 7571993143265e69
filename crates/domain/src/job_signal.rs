//! The wake-up after a commit that enqueued jobs. A hint: workers also look by themselves every second.

use std::sync::Arc;

use tokio::sync::{Notify, futures::Notified};

/// Wakes the workers of this process, and lets a relay tell those of other processes.
#[derive(Clone, Debug, Default)]
pub struct JobSignal {
    here: Arc<Notify>,
    elsewhere: Arc<Notify>,
}

impl JobSignal {
    /// Says, after the commit, that there are jobs.
    pub fn wake(&self) {
        self.wake_here();
        self.elsewhere.notify_one();
    }

    /// Passes on what another process said.
    pub fn wake_here(&self) {
        self.here.notify_waiters();
    }

    /// Waits for the next wake-up from now on, also one that comes before this is awaited.
    pub fn woken(&self) -> Notified<'_> {
        self.here.notified()
    }

    /// Waits until other processes have to be told; wake-ups in between become one.
    pub async fn to_be_relayed(&self) {
        self.elsewhere.notified().await;
    }
}
