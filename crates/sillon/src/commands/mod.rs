//! What each command does.

mod admin;
mod audit;
mod confirm;
mod demo;
mod doctor;
mod encode_child;
mod encode_media;
mod jobs;
mod launch;
mod mail;
mod migrate;
mod rebuild_stats;
mod reset_link;
mod serve;
mod show_config;
mod show_openapi;
mod show_stats;
mod thumbnail_child;

use std::process::ExitCode;

use crate::{
    cli::{Accounts, Cli, Command, Dev, Instance, Media, Stats},
    config::{Loaded, Sources, load},
};

/// Runs the command.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Serve(args) => serve::run(args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Config(args) => show_config::run(&args),
        Command::Migrate(args) => migrate::run(&args),
        Command::Admin(command) => admin::run(command),
        Command::Audit(command) => audit::run(command),
        Command::Jobs(args) => jobs::run(&args),
        Command::Media(Media::Encode(args)) => encode_media::run(&args),
        Command::Accounts(Accounts::ResetLink(args)) => reset_link::run(&args),
        Command::Stats(Stats::Show(args)) => show_stats::run(&args),
        Command::Stats(Stats::Rebuild(args)) => rebuild_stats::run(&args),
        Command::Dev(Dev::Demo(args)) => demo::run(&args),
        Command::Dev(Dev::Openapi) => show_openapi::run(),
        Command::Launch(command) => launch::run(&command),
        Command::Mail(command) => mail::run(&command),
        Command::EncodeChild(args) => encode_child::run(&args),
        Command::ThumbnailChild(args) => thumbnail_child::run(&args),
    }
}

/// The configuration of the instance that a command is about.
fn load_config(instance: &Instance, mut flags: Vec<(&'static str, String)>) -> anyhow::Result<Loaded> {
    if let Some(data_dir) = &instance.data_dir {
        flags.push(("storage.data_dir", data_dir.display().to_string()));
    }
    Ok(load(&Sources::of_process(instance.config.as_deref(), flags)?)?)
}

/// A runtime for a command.
fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// Standard output, for what a command was asked for. A closed pipe (`| head`) is no error.
fn print(text: &str) -> anyhow::Result<()> {
    use std::io::Write;
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}
