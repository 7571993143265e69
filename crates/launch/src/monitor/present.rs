//! Signals for people and for machines. No colours and no moving of the cursor: the symbols carry the meaning, and the
//! output goes into files and logs as it is.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sillon_database::entities::launch_observation::SignalState;
use sillon_domain::launch::{NewObservation, Verdict};

use super::signal::span;

/// The symbol of a state.
pub(super) fn symbol(state: SignalState) -> &'static str {
    match state {
        SignalState::Green => "✅",
        SignalState::Red => "🔴",
        SignalState::Unchecked => "⚪",
    }
}

/// The word of a state.
pub(super) fn word(state: SignalState) -> &'static str {
    match state {
        SignalState::Green => "green",
        SignalState::Red => "red",
        SignalState::Unchecked => "could not check",
    }
}

/// All signals and the verdict.
pub fn observations_as_text(seen: &[NewObservation], verdict: Verdict, now: DateTime<Utc>) -> String {
    let mut text = String::new();
    let mut line = |words: std::fmt::Arguments| writeln!(text, "{words}").expect("writing to a string does not fail");
    for one in seen {
        let value = one.value.as_deref().unwrap_or("could not check");
        line(format_args!("{} {:14} {value}   (wanted: {})", symbol(one.state), one.signal, one.threshold));
        line(format_args!("   {:14} {}", "", one.reason));
        let age = match (one.observed_at, one.age_limit_s) {
            (Some(at), Some(limit)) => {
                let limit = span(chrono::TimeDelta::seconds(limit));
                format!("seen {} ago, at most {limit}; ", span((now - at).max(chrono::TimeDelta::zero())))
            }
            (Some(at), None) => format!("seen {} ago; ", span((now - at).max(chrono::TimeDelta::zero()))),
            (None, _) => String::new(),
        };
        line(format_args!("   {:14} {age}{}", "", one.source));
    }
    line(format_args!("\n{} at {}", verdict.as_str(), now.format("%Y-%m-%d %H:%M:%S UTC")));
    text
}

/// The same as one JSON object, on one line.
pub fn observations_as_json(seen: &[NewObservation], verdict: Verdict, now: DateTime<Utc>) -> String {
    let signals: Vec<Value> = seen
        .iter()
        .map(|one| {
            json!({
                "signal": one.signal,
                "state": match one.state {
                    SignalState::Green => "green",
                    SignalState::Red => "red",
                    SignalState::Unchecked => "unchecked",
                },
                "value": one.value,
                "threshold": one.threshold,
                "observed_at": one.observed_at,
                "age_limit_s": one.age_limit_s,
                "source": one.source,
                "reason": one.reason,
            })
        })
        .collect();
    json!({"checked_at": now, "verdict": verdict.as_str(), "signals": signals}).to_string() + "\n"
}

/// One line for each signal whose state differs from the check before.
pub fn changes(before: &[NewObservation], seen: &[NewObservation], now: DateTime<Utc>) -> Vec<String> {
    let was = |one: &NewObservation| before.iter().find(|other| other.signal == one.signal).map(|other| other.state);
    let changed = seen.iter().filter(|one| was(one) != Some(one.state));
    changed
        .map(|one| {
            let value = one.value.as_deref().unwrap_or("-");
            let time = now.format("%Y-%m-%d %H:%M:%S");
            format!("{time} {} {} {}: {value}: {}", symbol(one.state), one.signal, word(one.state), one.reason)
        })
        .collect()
}
