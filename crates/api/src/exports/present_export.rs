//! An export as its owner sees it.

use sillon_domain::database::entities::{
    export::{self, State},
    job,
};
use sillon_protocol::{Export, ExportState};

/// Describes an export with its job, as far as that is still known.
pub(super) fn present_export((row, job): (export::Model, Option<job::Model>)) -> Export {
    let state = match row.state {
        State::Waiting => ExportState::Waiting,
        State::Ready => ExportState::Ready,
        State::Failed => ExportState::Failed,
    };
    let is_ready = row.state == State::Ready;
    Export {
        id: row.id.0,
        state,
        progress: if is_ready { 100 } else { job.map_or(0, |job| job.progress_percent) },
        created_at: row.created_at,
        size_bytes: row.size_bytes,
        download_url: is_ready.then(|| format!("/api/v1/accounts/me/exports/{}", row.id)),
        expires_at: row.expires_at,
    }
}
