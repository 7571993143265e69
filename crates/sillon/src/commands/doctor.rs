//! `sillon doctor`

use std::{fmt::Write, path::Path, process::ExitCode};

use serde_json::json;
use sillon_mail::Transport;
use sillon_worker::{EncoderCommand, check_encoder};

use super::{block_on, load_config, print};
use crate::{
    cli::{Format, Report},
    config::Config,
    serve::{Instance, open_instance},
};

const LITTLE_SPACE_BYTES: u64 = 2 << 30;

/// What a check found.
enum Finding {
    Good(String),
    /// Works, but the operator should know.
    Poor(String),
    Bad(String),
}

pub(super) fn run(args: &Report) -> anyhow::Result<ExitCode> {
    let findings = block_on(async { Ok(examine(args).await) })?;
    let failed = findings.iter().any(|(_, finding)| matches!(finding, Finding::Bad(_)));
    print(&match args.format {
        Format::Text => as_text(&findings)?,
        Format::Json => as_json(&findings)?,
    })?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

type Findings = Vec<(&'static str, Finding)>;

async fn examine(args: &Report) -> Findings {
    let config = match load_config(&args.instance, Vec::new()) {
        Ok(loaded) => loaded.config,
        Err(error) => return vec![("configuration", Finding::Bad(format!("{error:#}")))],
    };
    let mut findings = vec![("configuration", Finding::Good("every setting is known and usable".to_owned()))];
    findings.push(("web app", examine_web_app()));
    match open_instance(&config).await {
        Ok(instance) => {
            findings.push(("storage", examine_space(&config)));
            findings.push(("database", examine_database(&instance).await));
            findings.push(("encoder", examine_encoder(&instance.worker.encoder).await));
            findings.push(("mail", examine_mail(&instance).await));
        }
        Err(error) => findings.push(("storage and database", Finding::Bad(format!("{error:#}")))),
    }
    findings
}

fn examine_web_app() -> Finding {
    if sillon_api::web_app_is_embedded() {
        Finding::Good("is in this binary".to_owned())
    } else {
        Finding::Poor("is not in this binary; only the API answers. `make build` builds both".to_owned())
    }
}

fn examine_space(config: &Config) -> Finding {
    let folder: &Path = &config.storage.data_dir;
    match rustix::fs::statvfs(folder) {
        Ok(space) => {
            let free = space.f_bavail * space.f_frsize;
            let text = format!("{} can be written, {} GiB free", folder.display(), free >> 30);
            if free < LITTLE_SPACE_BYTES { Finding::Poor(text + "; that is little") } else { Finding::Good(text) }
        }
        Err(error) => Finding::Bad(format!("{}: {error}", folder.display())),
    }
}

async fn examine_database(instance: &Instance) -> Finding {
    let db = &instance.ctx.db;
    match db.migration_state().await {
        Ok(state) if state.pending().is_empty() => Finding::Good(format!("{:?}, schema is current", db.engine())),
        Ok(state) => {
            let pending = state.pending().len();
            Finding::Poor(format!(
                "{:?}, {pending} migrations are pending: `sillon migrate`, or start the server",
                db.engine()
            ))
        }
        Err(error) => Finding::Bad(error.to_string()),
    }
}

async fn examine_encoder(encoder: &EncoderCommand) -> Finding {
    match check_encoder(encoder).await {
        Ok(()) => Finding::Good("encodes a second of sound in a confined process".to_owned()),
        Err(reason) => Finding::Bad(reason),
    }
}

async fn examine_mail(instance: &Instance) -> Finding {
    let mailer = &instance.worker.mailer;
    let found = match mailer.check().await {
        Ok(found) => found,
        Err(error) => return Finding::Bad(error.to_string()),
    };
    match mailer.transport() {
        Transport::Folder(_) | Transport::Off => Finding::Poor(format!("{found}. Set mail.transport to change that")),
        _ if instance.ctx.settings.public_url.is_none() => {
            Finding::Poor(format!("{found}; mails have no links until server.public_url is set"))
        }
        _ => Finding::Good(found),
    }
}

fn as_text(findings: &Findings) -> anyhow::Result<String> {
    let mut text = String::new();
    for (name, finding) in findings {
        let (mark, detail) = match finding {
            Finding::Good(detail) => ("ok  ", detail),
            Finding::Poor(detail) => ("note", detail),
            Finding::Bad(detail) => ("BAD ", detail),
        };
        writeln!(text, "{mark}  {name:14} {detail}")?;
    }
    Ok(text)
}

fn as_json(findings: &Findings) -> anyhow::Result<String> {
    let checks = findings.iter().map(|(name, finding)| {
        let (state, detail) = match finding {
            Finding::Good(detail) => ("ok", detail),
            Finding::Poor(detail) => ("note", detail),
            Finding::Bad(detail) => ("bad", detail),
        };
        json!({"check": name, "state": state, "detail": detail})
    });
    Ok(serde_json::to_string_pretty(&checks.collect::<Vec<_>>())? + "\n")
}
