//! The worker role: claims jobs, runs them, and tells the queue how they ended.
//! What a job means for a track is a rule of the domain; how sound is encoded belongs to media.

mod encode_process;
mod jobs;
mod runner;
mod settings;
mod thumbnail_process;

pub use encode_process::{Confinement, check_encoder, run_encode_child};
pub use runner::Worker;
pub use settings::{EncoderCommand, WorkerSettings};
pub use thumbnail_process::run_thumbnail_child;
