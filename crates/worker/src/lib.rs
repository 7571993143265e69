//! The worker role: claims jobs, runs them, and tells the queue how they ended.
//! What a job means for a track is a rule of the domain; how sound is encoded belongs to media.

mod encode_process;
mod finisher;
mod held_leases;
mod job;
mod jobs;
mod mailer;
mod registry;
mod relay_signals;
mod runner;
mod schedule;
mod settings;
mod shift;
mod thumbnail_process;

pub use encode_process::{Confinement, check_encoder, run_encode_child};
pub use job::{Attempt, Done, Job, JobError};
pub use mailer::{Draft, MailSettings, Mailer, WriteError};
pub use registry::Registry;
pub use relay_signals::relay_signals;
pub use runner::{Attempts, Worker};
pub use settings::{EncoderCommand, WorkerSettings};
pub use thumbnail_process::run_thumbnail_child;
