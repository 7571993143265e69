//! What is wrong with a cohort's file, and where.

use serde::Serialize;

/// Whether a finding blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The file cannot be used.
    Hard,
    /// The file can be used; the operator decides.
    Soft,
}

/// A column of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The mail address.
    Email,
    /// The label of the cohort.
    Cohort,
    /// What the account may do.
    Role,
    /// How the mail addresses the person.
    Name,
}

impl Column {
    /// The name in the header.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Cohort => "cohort",
            Self::Role => "role",
            Self::Name => "name",
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Whether it blocks.
    pub severity: Severity,
    /// Line of the file, from 1.
    pub line: u64,
    /// Column of the row, from 1: separators count, not letters.
    pub column: usize,
    /// Stable code of the check.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl Finding {
    /// A finding that blocks.
    pub fn hard(line: u64, column: usize, code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Hard, line, column, code, message: message.into() }
    }

    /// A finding that warns.
    pub fn soft(line: u64, column: usize, code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Soft, line, column, code, message: message.into() }
    }
}
