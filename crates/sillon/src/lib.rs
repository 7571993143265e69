//! The binary: arguments, configuration, start and stop of roles, operator commands.
//! What a role does belongs to its crate; this one only puts them together.

pub mod cli;
pub mod commands;
pub mod config;
mod put_demo;
pub mod serve;
