//! `sillon doctor`: looks at everything that the server needs, and says what to do about what is wrong.

mod configuration;
mod database;
mod finding;
mod machine;
mod mail;
mod passwords;
mod storage;

use std::process::ExitCode;

use sillon_worker::{EncoderCommand, check_encoder};

use self::finding::{Finding, Findings, as_json, as_text};
use super::{block_on, load_config, print};
use crate::{
    cli::{Format, Report},
    serve::{hashing_threads, open_instance},
};

pub(super) fn run(args: &Report) -> anyhow::Result<ExitCode> {
    let findings = block_on(async { Ok(examine(args).await) })?;
    let failed = findings.iter().any(|(_, finding)| matches!(finding, Finding::Bad(_)));
    print(&match args.format {
        Format::Text => as_text(&findings)?,
        Format::Json => as_json(&findings)?,
    })?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn examine(args: &Report) -> Findings {
    let loaded = match load_config(&args.instance, Vec::new()) {
        Ok(loaded) => loaded,
        Err(error) => return vec![("configuration", Finding::Bad(format!("{error:#}")))],
    };
    let config = &loaded.config;
    let mut findings = configuration::examine(&loaded);
    findings.push(("web app", examine_web_app()));
    findings.push(("clock", machine::examine_clock()));
    findings.push(("open files", machine::examine_open_files()));
    findings.push(("passwords", passwords::examine(hashing_threads(config), config.passwords.passes).await));
    match open_instance(config).await {
        Ok(instance) => {
            findings.push(("disk", storage::examine_space(config)));
            findings.push(("storage", storage::examine_writing(&instance.ctx.blobs).await));
            findings.extend(database::examine(&instance.ctx.db).await);
            findings.push(("recordings", storage::examine_recordings(&instance.ctx).await));
            findings.push(("encoder", examine_encoder(&instance.worker.encoder).await));
            findings.push(("mail", mail::examine(&instance).await));
        }
        Err(error) => {
            let advice = "is the folder writable, the database running, its address and password right?";
            findings.push(("storage and database", Finding::Bad(format!("{error:#}; {advice}"))));
        }
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

async fn examine_encoder(encoder: &EncoderCommand) -> Finding {
    match check_encoder(encoder).await {
        Ok(()) => Finding::Good("encodes a second of sound in a confined process".to_owned()),
        Err(reason) => Finding::Bad(reason),
    }
}
