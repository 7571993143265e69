//! `POST /api/v1/plays`

use axum::{Json, extract::State};
use http::{HeaderMap, StatusCode};
use sillon_domain::{
    Context, Failure,
    ids::{PlayId, TrackId, VisitId},
    plays::{self, Recorded, record_play_events},
};
use sillon_http::{ApiResult, JsonBody, Visitor};
use sillon_protocol::{
    FieldProblem, PlayEvent, PlayEventIgnored, PlayEventKind, PlayEvents, PlayEventsTaken, ProblemDetails,
};

const MAX_EVENTS: usize = 50;

/// Takes events about plays from a player, signed in or not. Works from `fetch` with `keepalive` and from `sendBeacon`.
///
/// No address and no user agent is stored. Browsers that send `Sec-GPC: 1` or `DNT: 1` are not counted.
#[utoipa::path(
    post, path = "/api/v1/plays", tag = "plays", request_body = PlayEvents,
    responses(
        (status = 202, body = PlayEventsTaken),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn record_plays(
    State(ctx): State<Context>,
    Visitor(actor): Visitor,
    headers: HeaderMap,
    JsonBody(body): JsonBody<PlayEvents>,
) -> ApiResult<(StatusCode, Json<PlayEventsTaken>)> {
    check_count(&body)?;
    if asks_not_to_be_counted(&headers) {
        let ignored = vec![PlayEventIgnored::NotToBeCounted; body.events.len()];
        return Ok((StatusCode::ACCEPTED, Json(PlayEventsTaken { taken: 0, ignored })));
    }
    let visit = VisitId(body.visit_id);
    let events: Vec<_> = body.events.iter().map(read_event).collect();
    let mut tx = ctx.db.write().await?;
    let recorded = record_play_events(&mut tx, &ctx.clock, actor.as_ref(), visit, &events).await?;
    tx.commit().await?;
    let ignored: Vec<_> = recorded.into_iter().filter_map(present_ignored).collect();
    Ok((StatusCode::ACCEPTED, Json(PlayEventsTaken { taken: events.len() - ignored.len(), ignored })))
}

fn check_count(body: &PlayEvents) -> Result<(), Failure> {
    if (1..=MAX_EVENTS).contains(&body.events.len()) {
        return Ok(());
    }
    let detail = "Send 1 to 50 events at once.".to_owned();
    Err(Failure::invalid(vec![FieldProblem { pointer: "/events".to_owned(), code: "wrong_length".to_owned(), detail }]))
}

/// Global Privacy Control (W3C) and its forerunner Do Not Track.
fn asks_not_to_be_counted(headers: &HeaderMap) -> bool {
    ["sec-gpc", "dnt"].iter().any(|name| headers.get(*name).is_some_and(|value| value.as_bytes() == b"1"))
}

fn read_event(event: &PlayEvent) -> plays::PlayEvent {
    plays::PlayEvent {
        play_id: PlayId(event.play_id),
        track_id: TrackId(event.track_id),
        kind: match event.kind {
            PlayEventKind::Start => plays::PlayEventKind::Start,
            PlayEventKind::Reached => plays::PlayEventKind::Reached,
            PlayEventKind::End => plays::PlayEventKind::End,
            PlayEventKind::Skip => plays::PlayEventKind::Skip,
        },
        elapsed_ms: event.elapsed_ms,
        heard_ms: event.heard_ms,
    }
}

fn present_ignored(recorded: Recorded) -> Option<PlayEventIgnored> {
    match recorded {
        Recorded::Taken => None,
        Recorded::NoSuchTrack => Some(PlayEventIgnored::NoSuchTrack),
        Recorded::OwnTrack => Some(PlayEventIgnored::OwnTrack),
        Recorded::TooLate => Some(PlayEventIgnored::TooLate),
        Recorded::OtherTrack => Some(PlayEventIgnored::OtherTrack),
    }
}
