//! From what the encoder reports to what the publish transaction stores.

use sillon_domain::{
    Failure,
    database::entities::rendition,
    ids::{RenditionId, TrackId, VersionId},
    releases::TaggedRelease,
    tracks::{self, EncodedVersion},
};
use sillon_media::{EncodedRendition, EncodedTrack, Fidelity};

/// Converts; numbers that no real file has are refused.
pub(super) fn encoded_version(
    track_id: TrackId,
    folder: String,
    encoded: EncodedTrack,
    ids: (VersionId, RenditionId),
) -> Result<EncodedVersion, Failure> {
    let format = encoded.source.format;
    let bits_per_sample = match format.fidelity {
        Fidelity::Lossless { bits_per_sample } => Some(i32::from(bits_per_sample)),
        Fidelity::Lossy => None,
    };
    Ok(EncodedVersion {
        track_id,
        folder,
        tagged_title: encoded.tags.title,
        tagged_release: encoded
            .tags
            .album
            .map(|title| TaggedRelease { title, position: encoded.tags.position.map(i32::from) }),
        source_codec: encoded.source.codec,
        sample_rate_hz: number(format.sample_rate_hz)?,
        channels: i32::from(format.channels),
        bits_per_sample,
        lossless: bits_per_sample.is_some(),
        samples: number(encoded.samples)?,
        duration_ms: number(encoded.duration_ms)?,
        pcm_md5: encoded.pcm_md5,
        integrated_lufs: encoded.loudness.integrated_lufs,
        loudness_range_lu: encoded.loudness.range_lu,
        true_peak_dbtp: encoded.loudness.true_peak_dbtp,
        renditions: encoded.renditions.into_iter().map(|one| rendition(one, ids)).collect::<Result<_, _>>()?,
    })
}

fn rendition(
    encoded: EncodedRendition,
    (version_id, id): (VersionId, RenditionId),
) -> Result<tracks::EncodedRendition, Failure> {
    let segments = encoded.segments.iter().map(|segment| {
        Ok(tracks::EncodedSegment {
            offset_bytes: number(segment.range.offset_bytes)?,
            length_bytes: number(segment.range.length_bytes)?,
            start_ticks: number(segment.start_ticks)?,
            duration_ticks: number(segment.duration_ticks)?,
        })
    });
    let segments = segments.collect::<Result<_, Failure>>()?;
    let row = rendition::Model {
        id,
        version_id,
        name: encoded.name,
        codec: encoded.codec,
        codecs: encoded.codecs,
        sample_rate_hz: number(encoded.sample_rate_hz)?,
        channels: i32::from(encoded.channels),
        file_name: encoded.file_name,
        size_bytes: number(encoded.size_bytes)?,
        init_offset_bytes: number(encoded.init.offset_bytes)?,
        init_length_bytes: number(encoded.init.length_bytes)?,
        priming_samples: number(encoded.priming_samples)?,
        samples: number(encoded.samples)?,
        timescale_hz: number(encoded.timescale)?,
        peak_bandwidth_bps: number(encoded.peak_bits_per_second)?,
        average_bandwidth_bps: number(encoded.average_bits_per_second)?,
    };
    Ok(tracks::EncodedRendition { row, segments })
}

fn number<From, To: TryFrom<From>>(value: From) -> Result<To, Failure> {
    To::try_from(value).map_err(|_| Failure::Broken("the encoder reported a number that is too large".to_owned()))
}
