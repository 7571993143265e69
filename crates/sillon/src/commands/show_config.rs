//! `sillon config`

use std::{fmt::Write, process::ExitCode};

use serde_json::json;

use super::{load_config, print};
use crate::{
    cli::{ConfigArgs, ConfigCommand, Format},
    config::{Origin, reference, sample},
};

pub(super) fn run(args: &ConfigArgs) -> anyhow::Result<ExitCode> {
    let text = match args.command {
        Some(ConfigCommand::Reference) => reference(),
        Some(ConfigCommand::Sample) => sample(),
        None => {
            let loaded = load_config(&args.report.instance, Vec::new())?;
            let values =
                loaded.values.into_iter().map(|(key, value, origin)| (key, without_secret(key, value), origin));
            match args.report.format {
                Format::Text => as_text(values.collect())?,
                Format::Json => as_json(values.collect())?,
            }
        }
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

type Values = Vec<(&'static str, String, Origin)>;

fn as_text(values: Values) -> anyhow::Result<String> {
    let width = values.iter().map(|(_, value, _)| value.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (key, value, origin) in values {
        writeln!(text, "{key:30} {value:width$}  {}", origin.as_str())?;
    }
    text.push_str("\n`sillon config reference` explains each, `sillon config sample` prints a file to begin with.\n");
    Ok(text)
}

fn as_json(values: Values) -> anyhow::Result<String> {
    let values =
        values.into_iter().map(|(key, value, origin)| json!({"key": key, "value": value, "origin": origin.as_str()}));
    Ok(serde_json::to_string_pretty(&values.collect::<Vec<_>>())? + "\n")
}

/// What is secret stays out: this output is pasted into bug reports. Of the database's URL that is the password.
fn without_secret(key: &str, value: String) -> String {
    if (key == "mail.smtp_password" || key.ends_with("_token")) && value != "\"\"" {
        return "\"…\"".to_owned();
    }
    if key != "database.url" {
        return value;
    }
    let Some((scheme, rest)) = value.split_once("://") else { return value };
    let Some((credentials, host)) = rest.rsplit_once('@') else { return value };
    let user = credentials.split(':').next().unwrap_or_default();
    format!("{scheme}://{user}:…@{host}")
}
