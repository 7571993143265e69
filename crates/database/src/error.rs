//! Errors of queries. What a missing row means is the caller's to say.

use sea_orm::{DbErr, SqlErr};

/// The database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[error("database: {0}")]
pub struct DatabaseError(#[from] pub DbErr);

impl DatabaseError {
    /// Whether a unique index refused the row.
    pub fn is_unique_violation(&self) -> bool {
        is_unique_violation(&self.0)
    }

    /// Whether the database cannot be reached, as opposed to refusing.
    pub fn is_outage(&self) -> bool {
        matches!(self.0, DbErr::Conn(_) | DbErr::ConnectionAcquire(_))
    }
}

/// Whether a unique index refused the row.
pub fn is_unique_violation(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}
