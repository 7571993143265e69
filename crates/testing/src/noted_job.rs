//! A job whose only effect can be counted from outside: a line at the end of a file.

use std::{io::Write, path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize};
use sillon_domain::jobs::{JobKind, Queue};
use sillon_worker::{Attempt, Done, Job, JobError, Registry};

/// Appends its number to a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NotedJob {
    /// What it appends.
    pub number: u32,
    /// Where.
    pub file: PathBuf,
}

impl JobKind for NotedJob {
    const KIND: &'static str = "noted_job";
    const QUEUE: Queue = Queue::General;
    const MAX_ATTEMPTS: i32 = 100;
}

impl Job for NotedJob {
    const TIME_LIMIT: Duration = Duration::from_secs(10);

    async fn run(self, _: &Attempt) -> Result<Done, JobError> {
        let mut file = std::fs::File::options().append(true).create(true).open(self.file)?;
        // One write of a short line to a file opened for appending is not mixed with others.
        file.write_all(format!("{}\n", self.number).as_bytes())?;
        Ok(Done::Completed)
    }
}

/// A registry of this kind alone.
pub fn noted_jobs() -> Registry {
    Registry::default().with::<NotedJob>()
}
