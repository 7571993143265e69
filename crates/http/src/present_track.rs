//! A track as clients see it.

use sillon_domain::{
    database::entities::{rendition, track::State, track_version},
    tracks::TrackDescription,
};
use sillon_protocol::{Failure, Playback, ReleaseReference, Track, TrackState};

use crate::{MediaPath, present_artist, present_picture};

/// Converts a description; nothing of it that is not public is passed on.
pub fn present_track(described: TrackDescription) -> Track {
    let TrackDescription { track, artist, avatar, artwork, release, release_artwork, encode, version, renditions } =
        described;
    let state = match track.state {
        State::Uploaded => TrackState::Queued,
        State::Encoding => TrackState::Encoding,
        State::Published => TrackState::Published,
        State::Failed => TrackState::Failed,
    };
    let playback = version.as_ref().and_then(|version| present_playback(version, &renditions));
    Track {
        id: track.id.0,
        title: track.title,
        artist: present_artist(artist, avatar.as_ref()),
        release: release.map(|release| ReleaseReference {
            id: release.id.0,
            title: release.title,
            artwork: release_artwork.as_ref().and_then(present_picture),
        }),
        artwork: artwork.as_ref().and_then(present_picture),
        position: track.position,
        state,
        progress: match state {
            TrackState::Published => 100,
            _ => encode.as_ref().map_or(0, |job| job.progress_percent),
        },
        stage: encode.and_then(|job| job.stage).filter(|_| state == TrackState::Encoding),
        failure: track.failure_code.map(|code| Failure { code, detail: track.failure_detail.unwrap_or_default() }),
        duration_ms: version.as_ref().map(|version| version.duration_ms),
        loudness_lufs: version.as_ref().and_then(|version| version.integrated_lufs),
        true_peak_dbtp: version.as_ref().and_then(|version| version.true_peak_dbtp),
        lossless: renditions.iter().any(|rendition| rendition.codec == "flac"),
        playback,
        created_at: track.created_at,
        published_at: track.published_at,
    }
}

fn present_playback(version: &track_version::Model, renditions: &[rendition::Model]) -> Option<Playback> {
    let path = MediaPath(version.id);
    let best = renditions.iter().find(|rendition| rendition.codec == "aac")?;
    let lossless = renditions.iter().any(|rendition| rendition.codec == "flac");
    Some(Playback {
        hls_url: path.master_playlist(),
        lossless_hls_url: lossless.then(|| path.lossless_playlist()),
        waveform_url: path.waveform(),
        progressive_url: path.progressive(&best.name),
    })
}
