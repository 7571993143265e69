//! Listens: fetches the playlists and every segment of one rendition, and decodes what came.

use m3u8_rs::{parse_master_playlist_res, parse_media_playlist_res};
use sillon_media::{Decoder, Limits, MediaError};

use crate::journey::{
    tone::SECONDS,
    walk::{StepError, Walk},
};

/// The decoder may keep some of the encoder's delay.
const TOLERANCE: f64 = 0.2;

pub(super) async fn run(walk: &mut Walk) -> Result<(), StepError> {
    let playback = walk.playback.as_ref().ok_or_else(|| StepError("the track has no addresses".to_owned()))?;
    let master_path = playback.hls_url.clone();
    let unreadable = |path: &str| StepError(format!("the playlist {path} cannot be read"));
    let master = walk.fetch(&master_path).await?;
    let master = parse_master_playlist_res(&master).map_err(|_| unreadable(&master_path))?;
    let variant = master.variants.first().ok_or_else(|| StepError("the playlist names no rendition".to_owned()))?;
    let media_path = beside(&master_path, &variant.uri);
    let media = walk.fetch(&media_path).await?;
    let media = parse_media_playlist_res(&media).map_err(|_| unreadable(&media_path))?;
    let map = media.segments.first().and_then(|segment| segment.map.clone());
    let map = map.ok_or_else(|| StepError("the playlist has no initialisation".to_owned()))?;
    let mut file = walk.fetch(&beside(&media_path, &map.uri)).await?;
    for segment in &media.segments {
        file.extend(walk.fetch(&beside(&media_path, &segment.uri)).await?);
    }
    let decoding = tokio::task::spawn_blocking(move || decoded_seconds(&file));
    let seconds = decoding.await.map_err(|error| StepError(error.to_string()))??;
    if (seconds - f64::from(SECONDS)).abs() > TOLERANCE {
        return Err(StepError(format!("{SECONDS} s went up, {seconds:.3} s came back")));
    }
    Ok(())
}

/// An address in a playlist, seen from the playlist's own.
fn beside(playlist: &str, uri: &str) -> String {
    match playlist.rsplit_once('/') {
        Some((folder, _)) if !uri.starts_with('/') => format!("{folder}/{uri}"),
        _ => uri.to_owned(),
    }
}

fn decoded_seconds(file: &[u8]) -> Result<f64, StepError> {
    let kept = tempfile::NamedTempFile::new().map_err(|error| StepError(error.to_string()))?;
    std::fs::write(kept.path(), file).map_err(|error| StepError(error.to_string()))?;
    count_seconds(kept.path()).map_err(|error| StepError(format!("what was fetched cannot be decoded: {error}")))
}

fn count_seconds(path: &std::path::Path) -> Result<f64, MediaError> {
    let mut decoder = Decoder::open(path, &Limits::default())?;
    let rate_hz = decoder.format().sample_rate_hz;
    let mut samples: u32 = 0;
    while let Some(block) = decoder.next_block()? {
        samples += u32::try_from(block.len()).unwrap_or(u32::MAX);
    }
    Ok(f64::from(samples) / f64::from(rate_hz))
}
