//! `sillon audit`: reads and verifies the log on the server.

use std::{fmt::Write, process::ExitCode};

use anyhow::Context as _;
use serde_json::json;
use sillon_domain::{
    Reads,
    audit::{ChainReport, Checkpoint, EntryFilter, list_entries, verify_chain},
};
use sillon_protocol::AuditEntry;

use super::{
    admin::{find_person, on_instance},
    print,
};
use crate::cli::{AuditCommand, AuditExport, AuditFilter, AuditFormat, AuditList, AuditVerify, Format};

pub(super) fn run(command: AuditCommand) -> anyhow::Result<ExitCode> {
    match command {
        AuditCommand::List(args) => list(&args),
        AuditCommand::Export(args) => export(&args),
        AuditCommand::Verify(args) => verify(&args),
    }
}

fn list(args: &AuditList) -> anyhow::Result<ExitCode> {
    on_instance(&args.report.instance, async |ctx| {
        let tx = ctx.db.read().await?;
        let filter = filter(&tx, &args.filter).await?;
        let page = list_entries(&tx, &filter, None, args.limit).await?;
        let entries = sillon_api::present_entries(&tx, page.rows).await?;
        print(&match args.report.format {
            Format::Text => as_text(&entries)?,
            Format::Json => serde_json::to_string_pretty(&entries)? + "\n",
        })
    })
}

fn export(args: &AuditExport) -> anyhow::Result<ExitCode> {
    on_instance(&args.instance, async |ctx| {
        let filter = filter(&ctx.db.read().await?, &args.filter).await?;
        let format = match args.format {
            AuditFormat::Json => sillon_api::ExportFormat::JsonLines,
            AuditFormat::Csv => sillon_api::ExportFormat::Csv,
        };
        let mut export = sillon_api::AuditExport::begin(ctx, filter, format).await?;
        while let Some(page) = export.next_page().await? {
            print(&page)?;
        }
        Ok(())
    })
}

fn verify(args: &AuditVerify) -> anyhow::Result<ExitCode> {
    let mut whole = false;
    on_instance(&args.report.instance, async |ctx| {
        let tx = ctx.db.read().await?;
        let chain = examine_chain(&tx, args.checkpoint.as_deref()).await?;
        // How new a backup is shows here.
        let newest =
            list_entries(&tx, &EntryFilter::default(), None, 1).await?.rows.pop().map(|entry| entry.recorded_at);
        whole = chain.fault.is_none();
        print(&match args.report.format {
            Format::Text => {
                let newest = newest.map_or_else(|| "none".to_owned(), |at| at.format("%F %T UTC").to_string());
                format!("{}\nend of the chain: {}\nnewest entry: {newest}\n", chain.sentence(), chain.head)
            }
            Format::Json => {
                let fault = chain.fault.map(|fault| fault.to_string());
                let report = json!({
                    "entries": chain.entries, "head": chain.head.to_string(), "newest_at": newest, "fault": fault,
                });
                serde_json::to_string_pretty(&report)? + "\n"
            }
        })
    })?;
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Walks the chain, from a checkpoint as it was typed.
pub(super) async fn examine_chain(tx: &impl Reads, checkpoint: Option<&str>) -> anyhow::Result<ChainReport> {
    let parse = |text: &str| Checkpoint::parse(text).context("--checkpoint is a number, a colon and 64 letters");
    Ok(verify_chain(tx, checkpoint.map(parse).transpose()?).await?)
}

async fn filter(tx: &impl Reads, args: &AuditFilter) -> anyhow::Result<EntryFilter> {
    let actor = match &args.actor {
        Some(email) => Some(find_person(tx, email).await?.id),
        None => None,
    };
    Ok(EntryFilter {
        actor,
        action: args.action.clone(),
        object_kind: args.object_kind.clone(),
        object_id: args.object_id.clone(),
        outcome: None,
        from: args.from,
        until: args.until,
    })
}

fn as_text(entries: &[AuditEntry]) -> anyhow::Result<String> {
    let mut text = String::new();
    for entry in entries {
        let who = entry.actor_name.as_deref().unwrap_or(&entry.actor_kind);
        let object = entry.object_kind.as_deref().zip(entry.object_id.as_deref());
        let object = object.map(|(kind, id)| format!(" {kind} {id}")).unwrap_or_default();
        let outcome = entry.reason.as_deref().map(|reason| format!("  refused: {reason}")).unwrap_or_default();
        let at = entry.recorded_at.format("%Y-%m-%d %H:%M:%S");
        writeln!(text, "{:>7}  {at}  {who}  {}{object}{outcome}", entry.sequence, entry.action)?;
    }
    Ok(text)
}
