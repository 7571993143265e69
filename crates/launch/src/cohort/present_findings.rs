//! Findings for people and for machines, and the exit code that goes with them.

use std::{collections::BTreeMap, fmt::Write};

use serde::Serialize;
use sillon_database::entities::role::BuiltIn;

use super::{Cohort, Finding, Severity};

/// A file with everything that was found.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its name.
    pub file: String,
    /// What was read.
    pub cohort: Cohort,
    /// What is wrong, in the order of the lines.
    pub findings: Vec<Finding>,
    /// Whether the operator accepts warnings.
    pub forced: bool,
}

impl Checked {
    /// Sorts the findings by their place.
    pub fn new(file: String, cohort: Cohort, mut findings: Vec<Finding>, forced: bool) -> Self {
        findings.sort_by_key(|finding| (finding.line, finding.column));
        Self { file, cohort, findings, forced }
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// 0 all well, 1 blocked, 2 warned; forced turns 2 into 0.
    pub fn exit_code(&self) -> u8 {
        match (self.count(Severity::Hard), self.count(Severity::Soft)) {
            (0, 0) => 0,
            (0, _) => {
                if self.forced {
                    0
                } else {
                    2
                }
            }
            (_, _) => 1,
        }
    }

    fn by_label(&self) -> BTreeMap<&str, usize> {
        let mut labels = BTreeMap::new();
        for person in &self.cohort.people {
            *labels.entry(person.cohort.as_str()).or_default() += 1;
        }
        labels
    }

    fn creators(&self) -> usize {
        self.cohort.people.iter().filter(|person| person.role == BuiltIn::Creator).count()
    }
}

/// One line a finding, as compilers write them, and a summary.
pub fn findings_as_text(checked: &Checked) -> String {
    let mut text = String::new();
    let mut line = |words: std::fmt::Arguments| writeln!(text, "{words}").expect("writing to a string does not fail");
    for finding in &checked.findings {
        let word = match finding.severity {
            Severity::Hard => "blocked",
            Severity::Soft => "warning",
        };
        let Finding { line: row, column, message, code, .. } = finding;
        line(format_args!("{}:{row}:{column}: {word}: {message} [{code}]", checked.file));
    }
    let labels: Vec<String> = checked.by_label().iter().map(|(label, count)| format!("{label} {count}")).collect();
    let (people, creators) = (checked.cohort.people.len(), checked.creators());
    line(format_args!("{people} people, {creators} of them creators; cohorts: {}", labels.join(", ")));
    let (hard, soft) = (checked.count(Severity::Hard), checked.count(Severity::Soft));
    match checked.exit_code() {
        0 if soft > 0 => line(format_args!("{soft} warnings, accepted.")),
        0 => line(format_args!("All well.")),
        1 => line(format_args!("Blocked by {hard} findings; {soft} warnings. Change the file and check it again.")),
        _ => line(format_args!("{soft} warnings. Change the file, or accept them with --force (FORCE=1).")),
    }
    text
}

#[derive(Serialize)]
struct Summary<'a> {
    file: &'a str,
    exit_code: u8,
    forced: bool,
    people: usize,
    creators: usize,
    cohorts: BTreeMap<&'a str, usize>,
    findings: &'a [Finding],
}

/// The same as one JSON object.
pub fn findings_as_json(checked: &Checked) -> String {
    let summary = Summary {
        file: &checked.file,
        exit_code: checked.exit_code(),
        forced: checked.forced,
        people: checked.cohort.people.len(),
        creators: checked.creators(),
        cohorts: checked.by_label(),
        findings: &checked.findings,
    };
    serde_json::to_string_pretty(&summary).expect("findings are JSON") + "\n"
}
