//! A page of tracks as clients see it.

use sillon_domain::{
    Reads,
    tracks::{TrackPage, describe_tracks},
};
use sillon_http::{ApiResult, present_track};

/// Describes the rows and converts them.
pub(crate) async fn present_page(tx: &impl Reads, page: TrackPage) -> ApiResult<sillon_protocol::TrackPage> {
    let items = describe_tracks(tx, page.rows).await?.into_iter().map(present_track).collect();
    Ok(sillon_protocol::TrackPage { items, next_cursor: page.next.map(|cursor| cursor.encode()) })
}
