//! `sillon`: see `sillon --help`.

#[cfg(target_env = "gnu")]
mod allocator;

use std::process::ExitCode;

use clap::Parser;
use sillon::{cli::Cli, commands};

fn main() -> ExitCode {
    #[cfg(target_env = "gnu")]
    allocator::give_large_blocks_back();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return explain(&error),
    };
    match commands::run(cli) {
        Ok(code) => code,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

/// Help and version are no errors. The others end with 64 (`EX_USAGE` of sysexits.h): 1 and 2 are verdicts of some commands.
fn explain(error: &clap::Error) -> ExitCode {
    // Nobody reads it: then nobody misses it.
    drop(error.print());
    if error.use_stderr() { ExitCode::from(64) } else { ExitCode::SUCCESS }
}

#[expect(clippy::print_stderr, reason = "the one place where a failed command says why")]
fn report(error: &anyhow::Error) {
    eprintln!("sillon: {error:#}");
}
