//! Taking everything along, and leaving: what an export holds, what a closed account shows, and what is left of a
//! deleted one.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

mod archive;
#[path = "../identity/authenticator.rs"]
mod authenticator;
mod closing;
mod exports;
mod killed_server;
mod kills;
mod removal;
mod things;
