//! The tables as SeaORM entities, one file a table, in the order of the migrations.
//! No rules here: they are in the domain. Invariant: entities agree with both schemas (`schema_agrees.rs`).

pub mod account;
pub mod account_role;
pub mod address_link;
pub mod app_password;
pub mod audit_entry;
pub mod audit_head;
pub mod cron_run;
pub mod export;
pub mod instance;
pub mod job;
pub mod job_failure;
pub mod mail_suppression;
pub mod picture;
pub mod rate_limit;
pub mod recovery_code;
pub mod refresh_token;
pub mod release;
pub mod rendition;
pub mod role;
pub mod role_permission;
pub mod segment;
pub mod session;
pub mod sign_in_ticket;
pub mod signing_key;
pub mod status_component;
pub mod status_day;
pub mod status_incident;
pub mod track;
pub mod track_version;
pub mod two_factor;
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
