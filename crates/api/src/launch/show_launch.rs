//! `GET /api/v1/admin/launch`

use axum::{Json, extract::State};
use sillon_domain::{
    Context,
    database::entities::launch_observation::{self, SignalState},
    launch::{CohortReport, current_state, report_cohorts},
};
use sillon_http::ApiResult;
use sillon_protocol::{LaunchCohort, LaunchOverview, LaunchSignal, ProblemDetails};

/// Cohorts, the six signals of the last check, and the verdict.
#[utoipa::path(
    get, path = "/api/v1/admin/launch", tag = "launch",
    responses(
        (status = 200, body = LaunchOverview),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_launch(State(ctx): State<Context>) -> ApiResult<Json<LaunchOverview>> {
    let tx = ctx.db.read().await?;
    let cohorts = report_cohorts(&tx).await?;
    let state = current_state(&tx, &ctx.clock).await?;
    Ok(Json(LaunchOverview {
        verdict: state.verdict.as_str().to_owned(),
        checked_at: state.checked_at,
        is_stale: state.is_stale,
        signals: state.signals.into_iter().map(present_signal).collect(),
        cohorts: cohorts.into_iter().map(present_cohort).collect(),
    }))
}

fn present_signal(seen: launch_observation::Model) -> LaunchSignal {
    let state = match seen.state {
        SignalState::Green => "green",
        SignalState::Red => "red",
        SignalState::Unchecked => "unchecked",
    };
    LaunchSignal {
        name: seen.signal,
        state: state.to_owned(),
        value: seen.value,
        threshold: seen.threshold,
        observed_at: seen.observed_at,
        source: seen.source,
        reason: seen.reason,
    }
}

fn present_cohort(report: CohortReport) -> LaunchCohort {
    LaunchCohort {
        label: report.cohort,
        invited: report.invited,
        sent: report.sent,
        failed: report.failed,
        unknown: report.unknown,
        declined: report.declined,
        signed_up: report.signed_up,
        played: report.played,
        uploaded: report.uploaded,
    }
}
