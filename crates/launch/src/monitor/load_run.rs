//! Signal 5: age and outcome of the last load run. k6 writes its summary in three forms, two of which hold no time, so
//! the wrapper (scripts/nightly-load.sh) leaves a record beside it; both must agree.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::{
    fetch::read,
    journey_result::read_file,
    signal::{Seen, Unchecked},
};

/// The summary is written when the run ends.
const APART: TimeDelta = TimeDelta::hours(1);

// Exit codes of k6 (its errext/exitcodes).
const THRESHOLDS_FAILED: i64 = 99;
const MARKED_AS_FAILED: i64 = 110;

#[derive(Deserialize)]
struct Record {
    finished_at: DateTime<Utc>,
    exit_code: i64,
    commit: String,
    /// How much, and how strict.
    #[serde(default)]
    load: String,
}

/// What a summary says about its thresholds.
enum Summary {
    /// Number of thresholds, and those that were not kept.
    Thresholds(usize, Vec<String>),
    /// The form that has none but says when it was made.
    MadeAt(DateTime<Utc>),
}

pub(super) fn look(folder: &Path) -> Result<Seen, Unchecked> {
    let record: Record = read(&read_file(&folder.join("record.json"))?)?;
    let seen =
        |is_good, value: String, reason: String| Seen { is_good, value, observed_at: Some(record.finished_at), reason };
    match record.exit_code {
        0 => {}
        THRESHOLDS_FAILED => {
            let reason = failed_names(folder).unwrap_or_else(|_| "thresholds were not kept".to_owned());
            return Ok(seen(false, "thresholds failed".to_owned(), reason));
        }
        MARKED_AS_FAILED => {
            return Ok(seen(false, "failed".to_owned(), "the script marked the run as failed".to_owned()));
        }
        code => return Err(Unchecked(format!("the run did not come to its end: {}", meaning(code)))),
    }
    let commit: String = record.commit.chars().take(12).collect();
    let run =
        if record.load.is_empty() { format!("commit {commit}") } else { format!("{}; commit {commit}", record.load) };
    match summary(&read_file(&folder.join("summary.json"))?)? {
        Summary::Thresholds(0, _) => Err(Unchecked::because("the run has no thresholds: it proves nothing")),
        Summary::Thresholds(count, failed) if failed.is_empty() => {
            Ok(seen(true, format!("{count} thresholds kept"), run))
        }
        Summary::Thresholds(count, failed) => {
            Ok(seen(false, format!("{} of {count} thresholds failed", failed.len()), failed.join(", ")))
        }
        Summary::MadeAt(at) if (at - record.finished_at).abs() > APART => Err(Unchecked(format!(
            "the summary is of {}, the record of {}",
            at.to_rfc3339(),
            record.finished_at.to_rfc3339()
        ))),
        Summary::MadeAt(_) => Ok(seen(true, "ended with 0".to_owned(), run)),
    }
}

fn failed_names(folder: &Path) -> Result<String, Unchecked> {
    match summary(&read_file(&folder.join("summary.json"))?)? {
        Summary::Thresholds(_, mut failed) if !failed.is_empty() => {
            let limited = limited(&read(&read_file(&folder.join("summary.json"))?)?);
            if limited > 0.0 {
                failed.insert(0, format!("{limited} requests were refused by the limits (429): see limits.exempt"));
            }
            Ok(failed.join(", "))
        }
        _ => Err(Unchecked::because("the summary names none")),
    }
}

/// How many requests the instance's own limits refused, as load/api.js counts them.
fn limited(summary: &Value) -> f64 {
    summary.pointer("/metrics/refused_by_limits/values/count").and_then(Value::as_f64).unwrap_or_default()
}

fn meaning(code: i64) -> String {
    let words = match code {
        97 => "stopped in the cloud",
        104 => "the configuration is wrong",
        105 => "interrupted",
        107 => "the script threw an exception",
        108 => "the script aborted it",
        _ => "k6 could not run it",
    };
    format!("{words} (exit code {code})")
}

fn summary(file: &[u8]) -> Result<Summary, Unchecked> {
    let json: Value = read(file)?;
    // The machine-readable form, from k6 1.5.
    if let Some(results) = json.get("results") {
        let is_empty = |name| results.get(name).and_then(Value::as_array).is_none_or(Vec::is_empty);
        if is_empty("metrics") || is_empty("checks") {
            return Err(Unchecked::because("the summary has no metrics or no checks: the run proves nothing"));
        }
        let has_failed = |check: &Value| check.get("fails").and_then(Value::as_u64) != Some(0);
        let checks = results.get("checks").and_then(Value::as_array).into_iter().flatten();
        let failed: Vec<String> = checks
            .filter(|check| has_failed(check))
            .map(|check| check.get("name").and_then(Value::as_str).unwrap_or("a check").to_owned())
            .collect();
        // Without thresholds nobody said how many may fail.
        if !failed.is_empty() {
            return Ok(Summary::Thresholds(failed.len(), failed));
        }
        let at = json.pointer("/metadata/generatedAt").and_then(Value::as_str);
        let at = at.and_then(|text| text.parse().ok());
        return at.map(Summary::MadeAt).ok_or_else(|| Unchecked::because("the summary has no usable generatedAt"));
    }
    let metrics = json.get("metrics").and_then(Value::as_object);
    let metrics = metrics.ok_or_else(|| Unchecked::because("the summary is in no form of k6 that is known"))?;
    let (mut count, mut failed) = (0, Vec::new());
    for (metric, content) in metrics {
        let thresholds = content.get("thresholds").and_then(Value::as_object);
        for (expression, outcome) in thresholds.into_iter().flatten() {
            count += 1;
            // handleSummary says {"ok": true}; the old --summary-export says false for one that was kept.
            let kept = match outcome {
                Value::Bool(was_broken) => Some(!was_broken),
                Value::Object(outcome) => outcome.get("ok").and_then(Value::as_bool),
                _ => None,
            };
            let kept = kept
                .ok_or_else(|| Unchecked(format!("the threshold {metric}: {expression} is neither kept nor broken")))?;
            if !kept {
                failed.push(format!("{metric}: {expression}"));
            }
        }
    }
    Ok(Summary::Thresholds(count, failed))
}

#[cfg(test)]
mod tests {
    use super::{Summary, summary};

    #[test]
    fn what_is_no_summary_is_refused() {
        for file in
            ["{}", "[]", "{\"metrics\":[]}", "{\"results\":{}}", "{\"metrics\":{\"m\":{\"thresholds\":{\"a\":1}}}}"]
        {
            assert!(summary(file.as_bytes()).is_err(), "{file}");
        }
        assert!(matches!(summary(b"{\"metrics\":{}}"), Ok(Summary::Thresholds(0, _))));
    }
}
