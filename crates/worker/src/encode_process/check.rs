//! Whether encoding works on this machine: a second of silence through the same process that uploads go through.

use std::{io::Write, path::Path};

use super::parent::{EncodeProcess, Event, Exit};
use crate::settings::EncoderCommand;

const RATE_HZ: u32 = 44_100;

/// Encodes a second of silence in a folder of its own; otherwise says why not.
pub async fn check_encoder(encoder: &EncoderCommand) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let input = folder.path().join("silence.wav");
    let out_dir = folder.path().join("out");
    write_silence(&input).and_then(|()| std::fs::create_dir(&out_dir)).map_err(|error| error.to_string())?;
    let mut process = EncodeProcess::start(encoder, &input, &out_dir).map_err(|error| error.to_string())?;
    loop {
        match process.next_event().await.map_err(|error| error.to_string())? {
            Event::Progress(_) => {}
            Event::Encoded(_) => return Ok(()),
            Event::Exit(Exit::Refused(failure)) => return Err(failure.detail),
            Event::Exit(Exit::Broken(reason)) => return Err(reason),
        }
    }
}

/// 16-bit mono PCM in the smallest WAVE file.
fn write_silence(path: &Path) -> std::io::Result<()> {
    let data_bytes = RATE_HZ * 2;
    let mut file = std::fs::File::create(path)?;
    file.write_all(b"RIFF")?;
    file.write_all(&(36 + data_bytes).to_le_bytes())?;
    file.write_all(b"WAVEfmt ")?;
    for (value, width) in [(16, 4), (1, 2), (1, 2), (RATE_HZ, 4), (RATE_HZ * 2, 4), (2, 2), (16, 2)] {
        file.write_all(&value.to_le_bytes()[..width])?;
    }
    file.write_all(b"data")?;
    file.write_all(&data_bytes.to_le_bytes())?;
    file.write_all(&vec![0; data_bytes as usize])
}
