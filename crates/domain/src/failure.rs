//! How a rule says no. The HTTP roles turn this into problem details; nothing about HTTP belongs here.

use sillon_database::{DatabaseError, sea_orm::DbErr};
use sillon_protocol::{ErrorCode, FieldProblem};

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A rule refused; the person can do something about it.
    #[error("{0}")]
    Refused(Refusal),
    /// The database did not answer as it should.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The storage of files did not answer as it should.
    #[error("storage: {0}")]
    Storage(#[from] std::io::Error),
    /// A promise of our own code was broken.
    #[error("{0}")]
    Broken(String),
}

/// A refusal: a stable code, and a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code.
    pub code: ErrorCode,
    /// What to do about it.
    pub detail: String,
    /// The fields that break a rule.
    pub fields: Vec<FieldProblem>,
    /// How many seconds to wait before the next attempt, where waiting helps.
    pub retry_after_s: Option<u64>,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)?;
        self.fields.iter().try_for_each(|field| write!(f, " {}", field.detail))
    }
}

impl Failure {
    /// A refusal.
    pub fn refused(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self::Refused(Refusal { code, detail: detail.into(), fields: Vec::new(), retry_after_s: None })
    }

    /// A refusal that ends by itself.
    pub fn wait(code: ErrorCode, seconds: u64) -> Self {
        let detail = format!("Try again in {seconds} s.");
        Self::Refused(Refusal { code, detail, fields: Vec::new(), retry_after_s: Some(seconds) })
    }

    /// Refuses because fields break their rules.
    pub fn invalid(fields: Vec<FieldProblem>) -> Self {
        let detail = "Change the fields that are listed and send it again.".to_owned();
        Self::Refused(Refusal { code: ErrorCode::ValidationFailed, detail, fields, retry_after_s: None })
    }

    /// The thing is not there, or not for this person: both look the same.
    pub fn not_found(what: &str) -> Self {
        Self::refused(ErrorCode::NotFound, format!("There is no such {what}, or it is not yours to see."))
    }

    /// The code, when a rule refused.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            _ => None,
        }
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}
