//! `sillon`: see `sillon --help`.

#[cfg(target_env = "gnu")]
mod allocator;

use std::process::ExitCode;

use clap::Parser;
use sillon::{cli::Cli, commands};

fn main() -> ExitCode {
    #[cfg(target_env = "gnu")]
    allocator::give_large_blocks_back();
    match commands::run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the one place where a failed command says why")]
fn report(error: &anyhow::Error) {
    eprintln!("sillon: {error:#}");
}
