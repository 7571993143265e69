//! Uploads a generated tone.

use reqwest::Method;
use sillon_protocol::Track;

use crate::journey::{
    tone::tone,
    walk::{StepError, Walk, expect, read},
};

pub(super) async fn run(walk: &mut Walk) -> Result<(), StepError> {
    let path = "/api/v1/uploads?file_name=journey.wav";
    let response = walk.request(Method::POST, path).body(tone()).send().await?;
    let track: Track = read(expect(response, 201).await?).await?;
    walk.track_id = Some(track.id.to_string());
    Ok(())
}
