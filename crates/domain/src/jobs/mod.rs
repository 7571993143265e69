//! The queue of jobs: enqueued with the change that needs them, claimed with a lease, changed only by the lease's holder.
//! Handlers belong to the worker; only the payloads that rules enqueue live here.
//!
//! Invariant: after a claim, every change of the row matches `lease_token`, so a worker that lost its lease changes nothing.

mod cancel_job;
mod claim_jobs;
mod encode_track;
mod enqueue_job;
mod finish_job;
mod lease;
mod list_jobs;
mod make_export;
mod make_thumbnails;
mod measure_queues;
mod prune_jobs;
mod queue;
mod redrive_job;
mod rescue_jobs;
mod rewrite_args;
mod schedule_run;

pub use cancel_job::{cancel_job, cancel_job_by_operator};
pub use claim_jobs::{Claim, claim_jobs, jobs_are_due};
pub use encode_track::EncodeTrack;
pub use enqueue_job::{JobKind, enqueue_job, enqueue_job_at, enqueue_jobs};
pub use finish_job::{FailedAttempt, complete_job, complete_jobs, release_job, retry_job, stop_job};
pub use lease::{Lease, attempt_folder, find_job, renew_lease, renew_leases};
pub use list_jobs::{JobCount, JobFilter, QueueOverview, failures_of, job_state, list_jobs, queue_overview};
pub use make_export::MakeExport;
pub use make_thumbnails::MakeThumbnails;
pub use measure_queues::{QueueMeasure, measure_queues};
pub use prune_jobs::{prune_cron_runs, prune_jobs};
pub use queue::Queue;
pub use redrive_job::redrive_job;
pub use rescue_jobs::{jobs_are_abandoned, rescue_jobs};
pub use rewrite_args::rewrite_args;
pub use schedule_run::{note_run, take_run, was_taken};
