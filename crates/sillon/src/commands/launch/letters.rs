//! `sillon launch letters`

use std::{fmt::Write, process::ExitCode};

use serde_json::json;
use sillon_domain::{
    Database,
    database::entities::beta_invite::{DeliveryState, Model},
    invitations::list_invitations,
};

use super::open_current;
use crate::{
    cli::launch::{Format, LetterState, Letters},
    commands::{block_on, load_config, print},
};

const AT_ONCE: u64 = 500;

pub(super) fn run(args: &Letters) -> anyhow::Result<ExitCode> {
    let config = load_config(&args.instance, Vec::new())?.config;
    block_on(async {
        let db = open_current(&config).await?.db;
        let mut letters = all(&db).await?;
        db.close().await?;
        letters.retain(|row| args.state.is_none_or(|state| is_in(row.delivery_state, state)));
        print(&match args.format {
            Format::Human => as_text(&letters)?,
            Format::Json => as_json(&letters)?,
        })?;
        Ok(ExitCode::SUCCESS)
    })
}

async fn all(db: &Database) -> anyhow::Result<Vec<Model>> {
    let tx = db.read().await?;
    let mut letters = Vec::new();
    let mut after = None;
    loop {
        let page = list_invitations(&tx, after, AT_ONCE).await?;
        letters.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok(letters);
        }
    }
}

fn is_in(state: DeliveryState, wanted: LetterState) -> bool {
    match wanted {
        LetterState::Rendered => state == DeliveryState::Rendered,
        LetterState::Sent => state == DeliveryState::Sent,
        LetterState::Failed => state == DeliveryState::Failed,
        LetterState::Unknown => matches!(state, DeliveryState::Unknown | DeliveryState::Sending),
    }
}

fn as_text(letters: &[Model]) -> anyhow::Result<String> {
    let mut text = String::new();
    let width = letters.iter().map(|row| row.email.chars().count()).max().unwrap_or_default();
    for row in letters {
        let (state, status) = (row.delivery_state.as_str(), row.last_smtp_status.as_deref().unwrap_or("-"));
        let came = if row.used_at.is_some() { "  signed up" } else { "" };
        writeln!(text, "{:width$}  {:16}  {state:8}  {status}{came}", row.email, row.cohort)?;
    }
    let count = letters.len();
    writeln!(text, "{count} {}.", if count == 1 { "letter" } else { "letters" })?;
    Ok(text)
}

fn as_json(letters: &[Model]) -> anyhow::Result<String> {
    let rows = letters.iter().map(|row| {
        json!({
            "address": row.email,
            "cohort": row.cohort,
            "state": row.delivery_state.as_str(),
            "status": row.last_smtp_status,
            "attempts": row.attempts,
            "created_at": row.created_at,
            "expires_at": row.expires_at,
            "used_at": row.used_at,
        })
    });
    Ok(serde_json::to_string_pretty(&json!({"letters": rows.collect::<Vec<_>>()}))? + "\n")
}
