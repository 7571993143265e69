//! What changed when, as Markdown, for the call in which people decide.

use std::{collections::BTreeMap, fmt::Write};

use chrono::{DateTime, Utc};
use sillon_database::{entities::launch_observation::Model, ids::LaunchCheckId};
use sillon_domain::launch::verdict_at;

use super::present::{symbol, word};

/// The report over everything seen since an instant, oldest first.
pub fn report_day(seen: &[Model], since: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let mut text = String::new();
    let mut line = |words: std::fmt::Arguments| writeln!(text, "{words}").expect("writing to a string does not fail");
    let minute = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M").to_string();
    line(format_args!("# Signals from {} to {} UTC\n", minute(since), minute(now)));
    let checks = checks(seen);
    let Some(last) = checks.last() else {
        line(format_args!("Nothing was checked in this time: HOLD."));
        return text;
    };
    let decision = verdict_at(now, last[0].checked_at, last.iter().map(|one| one.state));
    line(format_args!(
        "**{}** at the last of {} checks, {} UTC.\n",
        decision.as_str(),
        checks.len(),
        minute(last[0].checked_at)
    ));
    line(format_args!("| Signal | State | Value | Wanted | Why |\n|---|---|---|---|---|"));
    for one in last {
        let value = one.value.as_deref().unwrap_or("");
        let cells =
            [&one.signal, &format!("{} {}", symbol(one.state), word(one.state)), value, &one.threshold, &one.reason];
        line(format_args!("| {} |", cells.map(cell).join(" | ")));
    }
    line(format_args!("\n## What changed\n"));
    let lines = changes(&checks);
    if lines.is_empty() {
        line(format_args!("Nothing: every signal stood as it stands in every check."));
    }
    for changed in lines {
        line(format_args!("- {changed}"));
    }
    text
}

/// The observations by check, in the order of time.
fn checks(seen: &[Model]) -> Vec<Vec<&Model>> {
    let mut checks: Vec<(LaunchCheckId, Vec<&Model>)> = Vec::new();
    for one in seen {
        match checks.iter_mut().rev().find(|(id, _)| *id == one.check_id) {
            Some((_, signals)) => signals.push(one),
            None => checks.push((one.check_id, vec![one])),
        }
    }
    checks.into_iter().map(|(_, signals)| signals).collect()
}

fn changes(checks: &[Vec<&Model>]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut before: BTreeMap<&str, &Model> = BTreeMap::new();
    for check in checks {
        for one in check {
            if let Some(was) = before.insert(&one.signal, one).filter(|was| was.state != one.state) {
                lines.push(format!(
                    "{} UTC: {} {} → {} {}: {}",
                    one.checked_at.format("%H:%M:%S"),
                    one.signal,
                    symbol(was.state),
                    symbol(one.state),
                    word(one.state),
                    one.reason.replace('\n', " "),
                ));
            }
        }
    }
    lines
}

/// Text inside a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
