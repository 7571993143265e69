//! How a worker behaves. Where these values come from belongs to the binary.

use std::{path::PathBuf, time::Duration};

use chrono::TimeDelta;

/// Limits and rhythms of a worker.
#[derive(Clone, Debug)]
pub struct WorkerSettings {
    /// Encodes at once.
    pub concurrency: usize,
    /// How long a claim holds without a sign of life.
    pub lease: TimeDelta,
    /// Time between signs of life; well below the lease.
    pub heartbeat: Duration,
    /// Time between looks at the queue when nothing wakes the worker.
    pub poll_interval: Duration,
    /// Longest time that one encode may take.
    pub encode_time_limit: Duration,
    /// Files that no row names are removed when they are this old.
    pub orphan_age: Duration,
    /// The program that encodes.
    pub encoder: EncoderCommand,
}

/// The program that is started for each encode: this binary, with its hidden command.
#[derive(Clone, Debug)]
pub struct EncoderCommand {
    /// The program.
    pub program: PathBuf,
}

impl WorkerSettings {
    /// What suits this machine.
    pub fn new(encoder: EncoderCommand, concurrency: usize) -> Self {
        Self {
            concurrency: concurrency.max(1),
            lease: TimeDelta::seconds(30),
            heartbeat: Duration::from_secs(10),
            poll_interval: Duration::from_secs(2),
            encode_time_limit: Duration::from_hours(1),
            orphan_age: Duration::from_hours(1),
            encoder,
        }
    }
}
