//! The operator's view of the queue.

mod cancel_job;
mod list_jobs;
mod present_job;
mod redrive_job;
mod show_job;
mod show_queue;

pub(crate) use cancel_job::{__path_cancel_job, cancel_job};
pub(crate) use list_jobs::{__path_list_jobs, list_jobs};
pub(crate) use redrive_job::{__path_redrive_job, redrive_job};
pub(crate) use show_job::{__path_show_job, show_job};
pub(crate) use show_queue::{__path_show_queue, show_queue};
