//! What changed when, as Markdown, for the call in which people decide.

use std::{collections::BTreeMap, fmt::Write};

use chrono::{DateTime, TimeDelta, Utc};
use sillon_database::{entities::launch_observation::Model, ids::LaunchCheckId};
use sillon_domain::launch::{Verdict, verdict, verdict_at};

use super::{
    literal::{literal, literal_in_table},
    present::{symbol, word},
};

/// A longer time without any check is named.
const LONGEST_GAP: TimeDelta = TimeDelta::hours(1);

/// Something that happened at a time, as one line.
type Line = (DateTime<Utc>, String);

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
        let foreign = [one.value.as_deref().unwrap_or(""), &one.threshold, &one.reason].map(literal_in_table);
        let state = format!("{} {}", symbol(one.state), word(one.state));
        line(format_args!("| {} | {state} | {} |", one.signal, foreign.join(" | ")));
    }
    line(format_args!("\n## What changed\n"));
    let mut lines = changes(&checks);
    if lines.is_empty() {
        line(format_args!("Nothing: every signal stood as it stands in every check."));
    }
    lines.extend(gaps(&checks, since, now));
    // What changed in the check before a gap stays before it.
    lines.sort_by_key(|(at, _)| *at);
    for (_, what) in lines {
        line(format_args!("- {what}"));
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

/// What stood differently than in the check before: signals, and the verdict over them.
fn changes(checks: &[Vec<&Model>]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut before: BTreeMap<&str, &Model> = BTreeMap::new();
    let mut last: Option<Verdict> = None;
    for check in checks {
        for one in check {
            if let Some(was) = before.insert(&one.signal, one).filter(|was| was.state != one.state) {
                let (at, reason) = (second(one.checked_at), literal(&one.reason));
                let (from, to) = (symbol(was.state), symbol(one.state));
                let what = format!("{at}: {} {from} → {to} {}: {reason}", one.signal, word(one.state));
                lines.push((one.checked_at, what));
            }
        }
        let is = verdict(check.iter().map(|one| one.state));
        if let Some(was) = last.replace(is).filter(|was| *was != is) {
            let at = check[0].checked_at;
            lines.push((at, format!("{}: **{} → {}**", second(at), was.as_str(), is.as_str())));
        }
    }
    lines
}

/// The times in which nobody looked: what happened then is not known.
fn gaps(checks: &[Vec<&Model>], since: DateTime<Utc>, now: DateTime<Utc>) -> Vec<Line> {
    let mut times = vec![since];
    times.extend(checks.iter().map(|check| check[0].checked_at));
    times.push(now);
    let gaps = times.windows(2).filter(|pair| pair[1] - pair[0] > LONGEST_GAP);
    gaps.map(|pair| (pair[0], format!("not checked from {} to {}", second(pair[0]), second(pair[1])))).collect()
}

fn second(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}
