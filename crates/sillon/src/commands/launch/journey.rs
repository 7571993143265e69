//! `sillon launch journey`

use std::{fmt::Write, process::ExitCode};

use anyhow::{Context as _, bail};
use sillon_launch::{
    journey::{JourneyResult, remove_stale_journeys, run_journey},
    monitor::http_client,
};

use super::{open_current, stop_signal::stop_on_signal};
use crate::{
    cli::launch::{Format, Journey},
    commands::{block_on, load_config, print},
    config::MailTransport,
};

pub(super) fn run(args: &Journey) -> anyhow::Result<ExitCode> {
    let config = load_config(&args.instance, Vec::new())?.config;
    let base_url = args.base_url.clone().unwrap_or_else(|| config.server.public_url.clone());
    if base_url.is_empty() {
        bail!("say where the instance answers: --base-url https://music.example.org, or server.public_url");
    }
    let path = args.result.clone().unwrap_or_else(|| config.journey_result());
    // An instance that does not know its own address sends no links.
    let writes_links = config.mail.transport == MailTransport::Folder && !config.server.public_url.is_empty();
    let mails = writes_links.then(|| config.storage.data_dir.join("mail"));
    block_on(async {
        let ctx = open_current(&config).await?;
        let stop = stop_on_signal()?;
        remove_stale_journeys(&ctx, mails.as_deref()).await?;
        let result = run_journey(&ctx, http_client()?, &base_url, mails.as_deref(), &stop).await;
        result.write(&path).with_context(|| format!("the result cannot be written to {}", path.display()))?;
        ctx.db.close().await?;
        print(&match args.format {
            Format::Human => as_text(&result)?,
            Format::Json => serde_json::to_string_pretty(&result)? + "\n",
        })?;
        Ok(if result.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

fn as_text(result: &JourneyResult) -> anyhow::Result<String> {
    let mut text = String::new();
    for step in &result.steps {
        let mark = if step.ok { "ok  " } else { "BAD " };
        writeln!(text, "{mark}  {:32} {:>6} ms  {}", step.name, step.ms, step.error.as_deref().unwrap_or(""))?;
    }
    Ok(text)
}
