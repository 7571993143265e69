//! One segment: `moof` and `mdat` with all its packets in one run (ISO/IEC 14496-12, 8.8).
//!
//! Which packets make a segment belongs to `cmaf`.

use mp4_atom::{FourCC, Mfhd, Sbgp, SbgpEntry, Tfdt, Tfhd, Trun, TrunEntry};

use super::boxes::{BOX_HEADER_BYTES, write_atom, write_box, write_media_data_header};
use super::init::{TRACK_ID, TrackDescription};
use crate::error::MediaError;

/// A packet that waits for its segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct PendingPacket {
    pub(super) bytes: u32,
    pub(super) samples: u32,
}

/// Appends everything of a segment but the packets themselves, which follow directly.
///
/// `number` counts from 0; `start_ticks` is the decode time of the first packet.
pub(super) fn write_fragment_head(
    out: &mut Vec<u8>,
    track: &TrackDescription,
    number: u32,
    start_ticks: u64,
    packets: &[PendingPacket],
) -> Result<(), MediaError> {
    let start = out.len();
    write_movie_fragment(out, track, number, start_ticks, packets, 0)?;
    // The offset of the packets counts from the start of `moof`, whose length does not depend on its value.
    let data_offset = out.len() - start + BOX_HEADER_BYTES;
    out.truncate(start);
    write_movie_fragment(out, track, number, start_ticks, packets, data_offset)?;
    let body_bytes = packets.iter().map(|packet| packet.bytes as usize).sum();
    write_media_data_header(out, body_bytes)
}

fn write_movie_fragment(
    out: &mut Vec<u8>,
    track: &TrackDescription,
    number: u32,
    start_ticks: u64,
    packets: &[PendingPacket],
    data_offset: usize,
) -> Result<(), MediaError> {
    write_box(out, *b"moof", |out| {
        write_atom(out, &Mfhd { sequence_number: number + 1 })?;
        write_box(out, *b"traf", |out| {
            write_atom(out, &Tfhd { track_id: TRACK_ID, default_base_is_moof: true, ..Tfhd::default() })?;
            write_atom(out, &Tfdt { base_media_decode_time: start_ticks })?;
            if track.priming_samples > 0 {
                write_atom(out, &roll_mapping(packets.len()))?;
            }
            write_atom(out, &track_run(track, packets, data_offset))
        })
    })
}

/// All packets belong to the group that `moov` describes.
fn roll_mapping(packets: usize) -> Sbgp {
    let sample_count = u32::try_from(packets).expect("a segment has some hundreds of packets");
    Sbgp {
        grouping_type: FourCC::new(b"roll"),
        grouping_type_parameter: None,
        entries: vec![SbgpEntry { sample_count, group_description_index: 1 }],
    }
}

/// Sizes of all packets; durations only where they are not all those of the track.
fn track_run(track: &TrackDescription, packets: &[PendingPacket], data_offset: usize) -> Trun {
    let uniform = packets.iter().all(|packet| packet.samples == track.packet_samples);
    let entries: Vec<TrunEntry> = packets
        .iter()
        .map(|packet| TrunEntry {
            duration: (!uniform).then_some(packet.samples),
            size: Some(packet.bytes),
            flags: None,
            cts: None,
        })
        .collect();
    let data_offset = i32::try_from(data_offset).expect("the head of a segment is some kilobytes long");
    Trun { data_offset: Some(data_offset), samples: entries.into() }
}
