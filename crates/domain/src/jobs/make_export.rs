//! The payload of the job that makes an archive of everything that a person has here.

use serde::{Deserialize, Serialize};
use sillon_database::ids::AccountId;

use super::{JobKind, Queue};

/// Makes the export that the account waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MakeExport {
    /// Whose export.
    pub account_id: AccountId,
}

impl JobKind for MakeExport {
    const KIND: &'static str = "make_export";
    const QUEUE: Queue = Queue::General;
    const MAX_ATTEMPTS: i32 = 5;

    fn unique_key(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.account_id))
    }
}
