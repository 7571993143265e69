//! Listening: what is taken, when a play counts, and the daily numbers that it makes.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

mod counting;
mod days;
mod listening;
mod privacy;
mod property;
mod statistics;
