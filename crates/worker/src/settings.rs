//! How a worker behaves. Where these values come from belongs to the binary.

use std::{path::PathBuf, time::Duration};

use chrono::TimeDelta;
use sillon_domain::jobs::Queue;

use crate::mailer::Mailer;

/// Limits and rhythms of a worker.
#[derive(Clone, Debug)]
pub struct WorkerSettings {
    /// Encodes at once.
    pub encodes: usize,
    /// Mails at once.
    pub mails: usize,
    /// Pictures at once: each may take a gigabyte of memory for a moment.
    pub pictures: usize,
    /// Short jobs at once.
    pub others: usize,
    /// How long a claim holds without a sign of life.
    pub lease: TimeDelta,
    /// Time between signs of life; well below the lease.
    pub heartbeat: Duration,
    /// Time between looks at the queue when nothing wakes the worker.
    pub poll_interval: Duration,
    /// How long running jobs may take to end when the worker is told to stop.
    pub stop_patience: Duration,
    /// Longest time that one encode may take.
    pub encode_time_limit: Duration,
    /// Files that no row names are removed when they are this old.
    pub orphan_age: Duration,
    /// The program that encodes.
    pub encoder: EncoderCommand,
    /// Writes and sends mails.
    pub mailer: Mailer,
}

/// The program that is started for each encode and each picture: this binary, with its hidden commands.
#[derive(Clone, Debug)]
pub struct EncoderCommand {
    /// The program.
    pub program: PathBuf,
}

impl WorkerSettings {
    /// What suits this machine; mail is off.
    pub fn new(encoder: EncoderCommand, encodes: usize) -> Self {
        Self {
            encodes: encodes.max(1),
            mails: 4,
            pictures: 1,
            others: 16,
            lease: TimeDelta::seconds(30),
            heartbeat: Duration::from_secs(10),
            poll_interval: Duration::from_secs(1),
            stop_patience: Duration::from_secs(10),
            encode_time_limit: Duration::from_hours(1),
            orphan_age: Duration::from_hours(1),
            encoder,
            mailer: Mailer::off(),
        }
    }

    /// How many jobs of a queue run at once.
    pub fn places(&self, queue: Queue) -> usize {
        match queue {
            Queue::Encode => self.encodes,
            Queue::Mail => self.mails,
            Queue::Pictures => self.pictures,
            Queue::General => self.others,
        }
    }
}
