//! The tables as SeaORM entities, one file a table, in the order of the migrations.
//! No rules here: they are in the domain. Invariant: entities agree with both schemas (`schema_agrees.rs`).

pub mod account;
pub mod cron_run;
pub mod instance;
pub mod job;
pub mod job_failure;
pub mod mail_suppression;
pub mod picture;
pub mod release;
pub mod rendition;
pub mod segment;
pub mod session;
pub mod track;
pub mod track_version;
pub mod upload;

// Listening.
pub mod creator_day;
pub mod instance_day;
pub mod play;
pub mod play_day;
pub mod track_day;

// The soft launch.
pub mod beta_invite;
pub mod declined_invitation;
pub mod launch_observation;
