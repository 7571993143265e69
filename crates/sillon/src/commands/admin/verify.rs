//! `sillon admin verify`: what must always be so, examined.

use std::process::ExitCode;

use serde_json::json;
use sillon_domain::{Reads, accounts::setup_is_required, permissions::unknown_permissions, roles::count_admins};

use super::on_instance;
use crate::{
    cli::{AuditVerify, Format},
    commands::{audit::examine_chain, print},
};

/// An invariant, whether it holds, and what was found.
struct Finding {
    invariant: &'static str,
    holds: bool,
    found: String,
}

pub(super) fn run(args: &AuditVerify) -> anyhow::Result<ExitCode> {
    let mut all_hold = false;
    on_instance(&args.report.instance, async |ctx| {
        let tx = ctx.db.read().await?;
        let chain = examine_chain(&tx, args.checkpoint.as_deref()).await?;
        let findings = [
            examine_admins(&tx).await?,
            Finding { invariant: "audit log", holds: chain.fault.is_none(), found: chain.sentence() },
            examine_permissions(&tx).await?,
        ];
        all_hold = findings.iter().all(|finding| finding.holds);
        print(&match args.report.format {
            Format::Text => as_text(&findings),
            Format::Json => as_json(&findings)?,
        })
    })?;
    Ok(if all_hold { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn examine_admins(tx: &impl Reads) -> anyhow::Result<Finding> {
    let admins = count_admins(tx).await?;
    let waiting = setup_is_required(tx).await?;
    let found = match (admins, waiting) {
        (0, true) => "the instance waits for its set-up".to_owned(),
        (0, false) => "nobody is admin: `sillon admin grant EMAIL admin`".to_owned(),
        (1, _) => "one admin can sign in".to_owned(),
        (admins, _) => format!("{admins} admins can sign in"),
    };
    Ok(Finding { invariant: "admin", holds: admins > 0 || waiting, found })
}

async fn examine_permissions(tx: &impl Reads) -> anyhow::Result<Finding> {
    let unknown = unknown_permissions(tx).await?;
    let found = if unknown.is_empty() {
        "every permission of a role is known".to_owned()
    } else {
        format!("roles name permissions that this version does not know, which grant nothing: {}", unknown.join(", "))
    };
    Ok(Finding { invariant: "permissions", holds: unknown.is_empty(), found })
}

fn as_text(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let mark = if finding.holds { "ok" } else { "BROKEN" };
        format!("{mark:7} {}: {}\n", finding.invariant, finding.found)
    };
    findings.iter().map(line).collect()
}

fn as_json(findings: &[Finding]) -> anyhow::Result<String> {
    let findings: Vec<_> = findings
        .iter()
        .map(|finding| json!({"invariant": finding.invariant, "holds": finding.holds, "found": finding.found}))
        .collect();
    Ok(serde_json::to_string_pretty(&findings)? + "\n")
}
