//! `sillon media encode`

use std::{fmt::Write, process::ExitCode, time::Duration};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use sillon_media::{EncodeOptions, EncodedTrack, Stage, encode_file, write_playlists};

use super::print;
use crate::cli::{Encode, Format};

pub(super) fn run(args: &Encode) -> anyhow::Result<ExitCode> {
    std::fs::create_dir_all(&args.out_dir).with_context(|| format!("{} cannot be made", args.out_dir.display()))?;
    let bar =
        ProgressBar::new(100).with_style(ProgressStyle::with_template("{msg:10} {wide_bar} {pos:>3} %  {elapsed}")?);
    bar.enable_steady_tick(Duration::from_millis(200));
    let encoded = encode_file(&args.input, &args.out_dir, &EncodeOptions::default(), &mut |progress| {
        bar.set_position(u64::from(progress.percent));
        bar.set_message(match progress.stage {
            Stage::Probing => "probing",
            Stage::Encoding => "encoding",
            Stage::Packaging => "packaging",
        });
    });
    bar.finish_and_clear();
    let track = encoded.with_context(|| args.input.display().to_string())?;
    write_playlists(&args.out_dir, &track)?;
    match args.format {
        Format::Json => print(&(serde_json::to_string_pretty(&track)? + "\n"))?,
        Format::Text => print(&summary(args, &track)?)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn summary(args: &Encode, track: &EncodedTrack) -> anyhow::Result<String> {
    let mut text = String::new();
    let source = &track.source;
    let (minutes, seconds) = (track.duration_ms / 60_000, track.duration_ms % 60_000 / 1000);
    writeln!(
        text,
        "{} in {}, {} Hz, {} channels, {minutes}:{seconds:02}",
        source.codec, source.container, source.format.sample_rate_hz, source.format.channels
    )?;
    if let Some(loudness) = track.loudness.integrated_lufs {
        writeln!(
            text,
            "{loudness:.1} LUFS integrated, {:.1} dBTP",
            track.loudness.true_peak_dbtp.unwrap_or(f64::NEG_INFINITY)
        )?;
    }
    writeln!(text)?;
    for rendition in &track.renditions {
        writeln!(
            text,
            "{:10} {:10} {:>6} kbit/s  {:>4} segments  {:>7} KiB",
            rendition.name,
            rendition.codecs,
            rendition.average_bits_per_second / 1000,
            rendition.segments.len(),
            rendition.size_bytes / 1024
        )?;
    }
    writeln!(text, "\nPlay {}/master.m3u8 from any web server.", args.out_dir.display())?;
    Ok(text)
}
