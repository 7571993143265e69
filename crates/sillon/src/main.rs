//! `sillon`: see `sillon --help`.

#[cfg(target_env = "gnu")]
mod allocator;

use std::process::ExitCode;

use clap::Parser;
use sillon::{cli::Cli, commands, config::ConfigError};

// sysexits.h: 1 and 2 are verdicts of some commands.
const EX_USAGE: u8 = 64;
const EX_CONFIG: u8 = 78;

fn main() -> ExitCode {
    #[cfg(target_env = "gnu")]
    allocator::give_large_blocks_back();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return explain(&error),
    };
    match commands::run(cli) {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

fn fail(error: &anyhow::Error) -> ExitCode {
    if let Some(misused) = error.downcast_ref::<clap::Error>() {
        return explain(misused);
    }
    report(error);
    if error.is::<ConfigError>() { ExitCode::from(EX_CONFIG) } else { ExitCode::FAILURE }
}

/// Help and version are no errors.
fn explain(error: &clap::Error) -> ExitCode {
    // Nobody reads it: then nobody misses it.
    drop(error.print());
    if error.use_stderr() { ExitCode::from(EX_USAGE) } else { ExitCode::SUCCESS }
}

#[expect(clippy::print_stderr, reason = "the one place where a failed command says why")]
fn report(error: &anyhow::Error) {
    eprintln!("sillon: {error:#}");
}
