//! What tests are made of: an application on either database, people who use it, the real binary, and short signals.
//! Tests themselves do not belong here.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

mod convert_picture;
mod kills;
mod mail_program;
mod mail_server;
mod noted_job;
mod on_database;
mod people;
mod postgres_server;
mod server_process;
mod signals;
mod staff;
mod test_app;

pub use convert_picture::convert_picture;
pub use kills::Kills;
pub use mail_program::MailProgram;
pub use mail_server::{MailServer, python_tool};
pub use noted_job::{NotedJob, noted_jobs};
pub use on_database::{OnDatabase, TestDatabase};
pub use people::{Answer, Person};
pub use postgres_server::PostgresServer;
pub use server_process::{ServerProcess, built_binary, sillon_binary};
pub use signals::{TONE_RATE_HZ, tone_wave};
pub use sillon_testing_macros::db_test;
pub use test_app::{SecondInstance, TestApp};
