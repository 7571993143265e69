//! The time, passed in, so that tests can say what time it is.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// Tells the time in microseconds, which is what both databases keep.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    manual: Option<Arc<Mutex<DateTime<Utc>>>>,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands still until it is told to move.
    pub fn standing_at(now: DateTime<Utc>) -> Self {
        Self { manual: Some(Arc::new(Mutex::new(now))) }
    }

    /// The present instant.
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.manual {
            Some(instant) => *instant.lock().expect("no thread panics while it holds the clock"),
            None => Utc::now(),
        }
        .trunc_subsecs(6)
    }

    /// Moves a standing clock; the machine's clock stays as it is.
    pub fn advance(&self, by: TimeDelta) {
        if let Some(instant) = &self.manual {
            *instant.lock().expect("no thread panics while it holds the clock") += by;
        }
    }
}
