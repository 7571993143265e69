//! What a check found, for people and for machines.

use std::fmt::Write;

use serde_json::json;

/// What a check found.
pub(super) enum Finding {
    /// As it should be.
    Good(String),
    /// Works, but the operator should know.
    Poor(String),
    /// Does not work.
    Bad(String),
}

/// Findings by check.
pub(super) type Findings = Vec<(&'static str, Finding)>;

impl Finding {
    fn parts(&self) -> (&'static str, &'static str, &str) {
        match self {
            Self::Good(detail) => ("ok  ", "ok", detail),
            Self::Poor(detail) => ("note", "note", detail),
            Self::Bad(detail) => ("BAD ", "bad", detail),
        }
    }
}

pub(super) fn as_text(findings: &Findings) -> anyhow::Result<String> {
    let mut text = String::new();
    for (name, finding) in findings {
        let (mark, _, detail) = finding.parts();
        writeln!(text, "{mark}  {name:14} {detail}")?;
    }
    Ok(text)
}

pub(super) fn as_json(findings: &Findings) -> anyhow::Result<String> {
    let checks = findings.iter().map(|(name, finding)| {
        let (_, state, detail) = finding.parts();
        json!({"check": name, "state": state, "detail": detail})
    });
    Ok(serde_json::to_string_pretty(&checks.collect::<Vec<_>>())? + "\n")
}
