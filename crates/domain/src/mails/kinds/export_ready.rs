//! To a person whose export can be fetched.

use serde::Serialize;

use crate::mails::{Category, Mail};

/// The export is ready; it is fetched on the account's page, by whoever is signed in as its owner.
#[derive(Clone, Debug, Serialize)]
pub struct ExportReady {
    /// Days until it is removed.
    pub days: i64,
}

impl Mail for ExportReady {
    const TEMPLATE: &'static str = "export_ready";
    const CATEGORY: Category = Category::Transactional;

    fn example() -> Self {
        Self { days: 7 }
    }
}
