//! Waits until the tone can be heard.

use std::time::{Duration, Instant};

use reqwest::Method;
use sillon_protocol::{Track, TrackState};

use crate::journey::walk::{StepError, Walk, expect, read};

const PATIENCE: Duration = Duration::from_mins(2);
const PAUSE: Duration = Duration::from_millis(300);

pub(super) async fn run(walk: &mut Walk) -> Result<(), StepError> {
    let id = walk.track_id.clone().unwrap_or_default();
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        let response = walk.request(Method::GET, &format!("/api/v1/tracks/{id}")).send().await?;
        let track: Track = read(expect(response, 200).await?).await?;
        match track.state {
            TrackState::Published => {
                walk.playback = track.playback;
                return Ok(());
            }
            TrackState::Failed => {
                let reason = track.failure.map(|failure| failure.code).unwrap_or_default();
                return Err(StepError(format!("the encode failed: {reason}")));
            }
            _ => tokio::time::sleep(PAUSE).await,
        }
    }
    Err(StepError(format!("the tone was not encoded within {} s; does a worker run?", PATIENCE.as_secs())))
}
