//! Signal 4: the last result of `sillon launch journey`, and its age.

use std::{io, path::Path};

use super::signal::{Seen, Unchecked};
use crate::journey::JourneyResult;

pub(super) fn look(path: &Path) -> Result<Seen, Unchecked> {
    let result: JourneyResult = super::fetch::read(&read_file(path)?)?;
    if result.steps.is_empty() {
        return Err(Unchecked::because("the result has no steps"));
    }
    if result.finished_at < result.started_at {
        return Err(Unchecked::because("the result ends before it begins"));
    }
    let failed = result.steps.iter().find(|step| !step.ok);
    let skipped = result.skipped();
    let good = result.steps.iter().filter(|step| step.ok).count() - skipped;
    let reason = match failed {
        Some(step) => format!("{}: {}", step.name, step.error.as_deref().unwrap_or("failed")),
        None if skipped > 0 => format!("every step worked but {skipped} that were skipped: mails go to no folder"),
        None => "every step worked".to_owned(),
    };
    Ok(Seen {
        is_good: failed.is_none(),
        value: format!("{good} of {} steps", result.steps.len()),
        observed_at: Some(result.finished_at),
        reason,
    })
}

/// A file that a program of ours leaves.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, Unchecked> {
    std::fs::read(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Unchecked(format!("{} is not there: nothing was run yet", path.display())),
        _ => Unchecked(format!("{} cannot be read: {error}", path.display())),
    })
}
