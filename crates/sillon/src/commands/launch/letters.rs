//! `sillon launch letters`

use std::{fmt::Write, path::Path, process::ExitCode};

use anyhow::Context as _;
use serde_json::json;
use sillon_domain::{
    Database,
    database::entities::beta_invite::{DeliveryState, Model},
    invitations::list_invitations,
};
use sillon_launch::mail::{ReadLetter, read_letter};

use super::open_current;
use crate::{
    cli::launch::{Format, LetterState, Letters},
    commands::{block_on, load_config, print},
};

const AT_ONCE: u64 = 500;

pub(super) fn run(args: &Letters) -> anyhow::Result<ExitCode> {
    if let Some(path) = &args.show {
        return show(path, args.format);
    }
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

fn show(path: &Path, format: Format) -> anyhow::Result<ExitCode> {
    let name = path.display();
    let mail = std::fs::read(path).with_context(|| name.to_string())?;
    let ReadLetter { from, to, subject, text, html } =
        read_letter(&mail).with_context(|| format!("{name} is not a letter"))?;
    print(&match format {
        Format::Human => format!("From:    {from}\nTo:      {to}\nSubject: {subject}\n\n{text}\n"),
        Format::Json => {
            let letter = json!({"from": from, "to": to, "subject": subject, "text": text, "html": html});
            serde_json::to_string_pretty(&letter)? + "\n"
        }
    })?;
    Ok(ExitCode::SUCCESS)
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

/// An account that goes takes its address out of the invitation.
fn address(row: &Model) -> &str {
    if row.email.is_empty() { "(account removed)" } else { &row.email }
}

fn as_text(letters: &[Model]) -> anyhow::Result<String> {
    let mut text = String::new();
    let widest =
        |text: fn(&Model) -> &str| letters.iter().map(|row| text(row).chars().count()).max().unwrap_or_default();
    let (width, cohort_width) = (widest(address), widest(|row| &row.cohort));
    for row in letters {
        let (state, status) = (row.delivery_state.as_str(), row.last_smtp_status.as_deref().unwrap_or("-"));
        let came = if row.used_at.is_some() { "  signed up" } else { "" };
        writeln!(text, "{:width$}  {:cohort_width$}  {state:8}  {status}{came}", address(row), row.cohort)?;
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
