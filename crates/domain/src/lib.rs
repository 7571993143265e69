//! The rules of Sillon: accounts, sessions, uploads, tracks, releases, playback, pictures, jobs, mails, invitations, and
//! where bytes are kept.
//!
//! One folder a noun, one file a verb. A function takes a transaction first and never begins one, so that its
//! caller decides what happens at once. HTTP, audio and command lines do not belong here.

pub mod access_tokens;
pub mod accounts;
pub mod address_links;
pub mod app_passwords;
pub mod audit;
pub mod blobs;
mod clock;
mod context;
pub mod exports;
mod failure;
mod instance_secret;
pub mod invitations;
mod job_signal;
pub mod jobs;
pub mod launch;
pub mod leaving;
pub mod limits;
pub mod mails;
mod opaque_token;
mod pages;
pub mod people;
pub mod permissions;
pub mod pictures;
pub mod playback;
pub mod plays;
pub mod profiles;
mod readable_secret;
pub mod releases;
pub mod roles;
mod sealing;
pub mod sessions;
pub mod status;
pub mod tracks;
pub mod two_factor;
pub mod uploads;

pub use clock::Clock;
pub use context::{Context, Registration, Settings};
pub use failure::{Failure, Refusal};
pub use instance_secret::{InstanceSecret, find_instance_secret, instance_secret};
pub use job_signal::JobSignal;
pub use opaque_token::OpaqueToken;
pub use pages::{Cursor, Page};
pub use readable_secret::ReadableSecret;
pub use sealing::{Seal, Sealing};
pub use sillon_database as database;
pub use sillon_database::{Database, ReadTx, Reads, WriteTx, ids};
