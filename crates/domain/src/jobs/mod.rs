//! The queue of jobs: enqueued with the change that needs them, claimed with a lease, changed only by the lease's holder.
//! Handlers belong to the worker; only the payloads live here, so that every role can enqueue.
//!
//! Invariant: after a claim, every change of the row matches `lease_token`, so a worker that lost its lease changes nothing.

mod cancel_job;
mod claim_jobs;
mod encode_track;
mod enqueue_job;
mod finish_job;
mod lease;
mod measure_queues;

pub use cancel_job::cancel_job;
pub use claim_jobs::claim_jobs;
pub use encode_track::EncodeTrack;
pub use enqueue_job::{JobKind, enqueue_job};
pub use finish_job::{Retry, complete_job, release_job, retry_job, stop_job};
pub use lease::{Lease, find_job, renew_lease};
pub use measure_queues::{QueueMeasure, measure_queues};
