//! The rules of Sillon: accounts, sessions, uploads, tracks, releases, playback, pictures, jobs, mails, invitations, and
//! where bytes are kept.
//!
//! One folder a noun, one file a verb. A function takes a transaction first and never begins one, so that its
//! caller decides what happens at once. HTTP, audio and command lines do not belong here.

pub mod accounts;
pub mod blobs;
mod clock;
mod context;
mod failure;
mod instance_secret;
pub mod invitations;
mod job_signal;
pub mod jobs;
pub mod launch;
pub mod mails;
mod pages;
pub mod pictures;
pub mod playback;
pub mod plays;
pub mod releases;
pub mod sessions;
pub mod tracks;
pub mod uploads;

pub use clock::Clock;
pub use context::{Context, Registration, Settings};
pub use failure::{Failure, Refusal};
pub use instance_secret::{InstanceSecret, find_instance_secret, instance_secret};
pub use job_signal::JobSignal;
pub use pages::{Cursor, Page};
pub use sillon_database as database;
pub use sillon_database::{Database, ReadTx, Reads, WriteTx, ids};
