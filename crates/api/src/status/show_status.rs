//! `GET /api/v1/status`, and `GET /status.json` for monitors.

use axum::{Json, extract::State};
use http::{HeaderName, header};
use sillon_domain::{
    Context,
    database::entities::{status_component, status_incident},
    status::{self, StatusDay, describe_status},
};
use sillon_http::ApiResult;
use sillon_protocol::{Incident, InstanceStatus, PartDay, PartState, StatusPart};

/// How the parts of the instance are, and were in the last ninety days.
#[utoipa::path(get, path = "/api/v1/status", tag = "instance", responses((status = 200, body = InstanceStatus)))]
pub(crate) async fn show_status(
    State(ctx): State<Context>,
) -> ApiResult<([(HeaderName, &'static str); 1], Json<InstanceStatus>)> {
    let described = describe_status(&ctx.db.read().await?, &ctx.clock).await?;
    let body = InstanceStatus {
        state: described.state.map(present_state),
        parts: described.parts.into_iter().map(present_part).collect(),
        incidents: described.incidents.into_iter().map(present_incident).collect(),
    };
    Ok(([(header::CACHE_CONTROL, "public, max-age=15")], Json(body)))
}

fn present_state(state: status::State) -> PartState {
    match state {
        status::State::Working => PartState::Working,
        status::State::Degraded => PartState::Degraded,
        status::State::Down => PartState::Down,
    }
}

fn present_part((row, days): (status_component::Model, Vec<StatusDay>)) -> StatusPart {
    let day = |day: StatusDay| PartDay {
        day: day.day,
        minutes_working: day.minutes_working,
        minutes_degraded: day.minutes_degraded,
        minutes_down: day.minutes_down,
    };
    StatusPart {
        name: row.component,
        state: present_state(row.state),
        since: row.since,
        checked_at: row.checked_at,
        days: days.into_iter().map(day).collect(),
    }
}

fn present_incident(row: status_incident::Model) -> Incident {
    Incident {
        id: row.id.0,
        part: row.component,
        state: present_state(row.state),
        began_at: row.began_at,
        ended_at: row.ended_at,
    }
}
