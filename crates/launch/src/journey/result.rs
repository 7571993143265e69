//! The file that a journey leaves.

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What the name of a step ends with that was left out.
pub(super) const SKIPPED: &str = " (skipped: mails go to no folder)";

/// A journey that has ended, well or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JourneyResult {
    /// Which journey.
    pub journey: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: DateTime<Utc>,
    /// The steps that were taken, in order, the cleaning up last.
    pub steps: Vec<StepResult>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepResult {
    /// Its name.
    pub name: String,
    /// Whether it worked.
    pub ok: bool,
    /// How long it took.
    pub ms: u64,
    /// Why it did not work.
    pub error: Option<String>,
}

impl JourneyResult {
    /// Whether every step worked.
    pub fn is_good(&self) -> bool {
        self.steps.iter().all(|step| step.ok)
    }

    /// How many steps were left out, because the mails go to no folder.
    pub fn skipped(&self) -> usize {
        self.steps.iter().filter(|step| step.name.contains(SKIPPED)).count()
    }

    /// Writes the file, whole or not at all.
    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }
}
