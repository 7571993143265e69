//! The worker's side of the process.

use std::{io, path::Path, process::Stdio};

use sillon_domain::pictures::PictureFailure;
use tokio::{
    io::{AsyncRead, AsyncReadExt},
    process::Command,
};

use super::message::Message;
use crate::settings::EncoderCommand;

const OUTPUT_MAX_BYTES: u64 = 4096;

/// How it ended.
#[derive(Debug)]
pub(crate) enum Exit {
    /// Every thumbnail lies, synced, in the folder.
    Made {
        /// Side of the square that was cut out, in pixels.
        side_px: i32,
        /// Placeholder.
        blurhash: String,
    },
    /// The picture is to blame; trying again cannot help.
    Refused(PictureFailure),
    /// Something else: killed, out of memory, disk full.
    Broken(String),
}

/// Runs the process to its end, with an empty environment. Dropping the future kills it.
pub(crate) async fn make_thumbnails(
    command: &EncoderCommand,
    input: &Path,
    out_dir: &Path,
    framing_percent: i32,
) -> io::Result<Exit> {
    let mut child = Command::new(&command.program)
        .arg("thumbnail-child")
        .arg(input)
        .arg(out_dir)
        .arg(framing_percent.to_string())
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let stdout = child.stdout.take().expect("standard output is piped");
    let stderr = child.stderr.take().expect("standard error is piped");
    // Both at once, so that neither pipe fills up and holds the process.
    let (said, complained) = tokio::try_join!(read(stdout), read(stderr))?;
    let status = child.wait().await?;
    match serde_json::from_slice(&said) {
        Ok(Message::Made { side_px, blurhash }) if status.success() => Ok(Exit::Made { side_px, blurhash }),
        Ok(Message::Failed { code, detail, permanent: true }) => Ok(Exit::Refused(PictureFailure { code, detail })),
        Ok(Message::Failed { detail, .. }) => Ok(Exit::Broken(detail)),
        Ok(Message::Made { .. }) | Err(_) => {
            let said = String::from_utf8_lossy(&complained);
            tracing::warn!(%status, said = said.trim(), "a thumbnail process ended early");
            Ok(Exit::Broken(format!("the thumbnail process ended early ({status})")))
        }
    }
}

async fn read(pipe: impl AsyncRead + Unpin) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    pipe.take(OUTPUT_MAX_BYTES).read_to_end(&mut bytes).await?;
    Ok(bytes)
}
