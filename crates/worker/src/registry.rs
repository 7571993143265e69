//! Every kind of job that a worker can run, and the schedule. One line a kind.

use std::{collections::HashMap, future::Future, marker::PhantomData, pin::Pin, time::Duration};

use chrono::{DateTime, Utc};
use croner::Cron;
use serde_json::Value;
use sillon_domain::{Clock, Failure, WriteTx, ids::JobId, jobs::enqueue_job};

use crate::job::{Attempt, Done, Job, JobError};

type Running = Pin<Box<dyn Future<Output = Result<Done, JobError>> + Send>>;

/// Kinds by their name, and what runs when.
#[derive(Default)]
pub struct Registry {
    kinds: HashMap<&'static str, Box<dyn Kind>>,
    schedule: Vec<Entry>,
}

impl Registry {
    /// Adds a kind.
    #[must_use]
    pub fn with<J: Job>(mut self) -> Self {
        let before = self.kinds.insert(J::KIND, Box::new(KindOf::<J>(PhantomData)));
        assert!(before.is_none(), "Invariant: the kind {} is registered once", J::KIND);
        self
    }

    /// Adds a kind that also runs by itself, with this payload, at the times of a cron pattern (UTC).
    #[must_use]
    pub fn with_scheduled<J: Job + Clone>(self, pattern: &'static str, payload: J) -> Self {
        let cron = pattern.parse().expect("Invariant: the patterns of the schedule are valid");
        let mut this = self.with::<J>();
        this.schedule.push(Entry { name: J::KIND, cron, payload: Box::new(payload) });
        this
    }

    pub(crate) fn kind(&self, name: &str) -> Option<&dyn Kind> {
        self.kinds.get(name).map(AsRef::as_ref)
    }

    pub(crate) fn schedule(&self) -> &[Entry] {
        &self.schedule
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.kinds.keys()).finish()
    }
}

/// A kind whose payload type is forgotten.
pub(crate) trait Kind: Send + Sync {
    fn time_limit(&self) -> Duration;
    fn run(&self, args: Value, attempt: Attempt) -> Running;
    fn give_up(&self, args: Value, attempt: Attempt, reason: String) -> Running;
}

struct KindOf<J>(PhantomData<fn() -> J>);

impl<J: Job> Kind for KindOf<J> {
    fn time_limit(&self) -> Duration {
        J::TIME_LIMIT
    }

    fn run(&self, args: Value, attempt: Attempt) -> Running {
        Box::pin(async move { read::<J>(args)?.run(&attempt).await })
    }

    fn give_up(&self, args: Value, attempt: Attempt, reason: String) -> Running {
        Box::pin(async move { read::<J>(args)?.give_up(&attempt, reason).await })
    }
}

fn read<J: Job>(args: Value) -> Result<J, JobError> {
    serde_json::from_value(args).map_err(|error| JobError::Permanent(format!("its payload cannot be read: {error}")))
}

/// A line of the schedule.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    cron: Cron,
    payload: Box<dyn Scheduled>,
}

impl Entry {
    /// The last time up to `now` at which it was due.
    pub(crate) fn last_due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.cron.find_previous_occurrence(&now, true).ok()
    }

    /// Enqueues its job.
    pub(crate) async fn enqueue(&self, tx: &mut WriteTx, clock: &Clock) -> Result<JobId, Failure> {
        self.payload.enqueue(tx, clock).await
    }
}

trait Scheduled: Send + Sync {
    fn enqueue<'a>(
        &'a self,
        tx: &'a mut WriteTx,
        clock: &'a Clock,
    ) -> Pin<Box<dyn Future<Output = Result<JobId, Failure>> + Send + 'a>>;
}

impl<J: Job> Scheduled for J {
    fn enqueue<'a>(
        &'a self,
        tx: &'a mut WriteTx,
        clock: &'a Clock,
    ) -> Pin<Box<dyn Future<Output = Result<JobId, Failure>> + Send + 'a>> {
        Box::pin(enqueue_job(tx, clock, self))
    }
}

#[cfg(test)]
mod tests {
    use super::Registry;
    use crate::jobs::registry;

    #[test]
    fn every_pattern_of_the_schedule_is_valid_and_was_due_before() {
        let now = "2026-06-21T18:00:30Z".parse().unwrap();
        for entry in registry().schedule() {
            assert!(entry.last_due(now).unwrap() <= now, "{}", entry.name);
        }
    }

    #[test]
    #[should_panic(expected = "is registered once")]
    fn a_kind_is_not_registered_twice() {
        let _twice =
            Registry::default().with::<sillon_domain::jobs::EncodeTrack>().with::<sillon_domain::jobs::EncodeTrack>();
    }
}
