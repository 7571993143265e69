//! To a person whose account is closed: when it ends for good, and how to keep it.

use chrono::{DateTime, Datelike, Utc};
use serde::Serialize;

use crate::mails::{Category, Mail};

/// The account is closed and will be deleted.
#[derive(Clone, Debug, Serialize)]
pub struct AccountLeaving {
    /// Day of the month.
    pub day: u32,
    /// Month, from 1.
    pub month: u32,
    /// Year.
    pub year: i32,
}

impl AccountLeaving {
    /// It ends then; the mail names the UTC day.
    pub fn at(leaves_at: DateTime<Utc>) -> Self {
        let day = leaves_at.date_naive();
        Self { day: day.day(), month: day.month(), year: day.year() }
    }
}

impl Mail for AccountLeaving {
    const TEMPLATE: &'static str = "account_leaving";
    const CATEGORY: Category = Category::Transactional;

    fn example() -> Self {
        Self { day: 21, month: 7, year: 2026 }
    }
}
