//! Writes a body to the disk while it is hashed and recognised. Memory stays flat at any size.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use sillon_domain::{Context, Failure};
use sillon_media::{Container, SNIFF_BYTES, sniff};
use sillon_protocol::ErrorCode;
use tokio::{
    fs::File,
    io::{AsyncWriteExt, BufWriter},
};

use super::arriving_file::ArrivingFile;

/// Longest silence of a client in the middle of an upload.
const PATIENCE: Duration = Duration::from_mins(1);
const WRITE_BUFFER_BYTES: usize = 1 << 20;
/// How much of a refused body is still read, so that the client gets to read the answer.
const DRAIN_PATIENCE: Duration = Duration::from_secs(20);
const DRAIN_MAX_BYTES: usize = 64 << 20;

/// What arrived; the file is synced.
#[derive(Debug)]
pub(crate) struct Spooled {
    /// By the first bytes, whatever the file's name says.
    pub(crate) container: Container,
    /// Size in bytes.
    pub(crate) size_bytes: u64,
    /// BLAKE3 of the content.
    pub(crate) content_hash: [u8; 32],
}

/// Spools the body into the file; on a refusal the rest of the body is read and thrown away, within limits.
pub(crate) async fn spool_upload(ctx: &Context, file: &ArrivingFile, body: Body) -> Result<Spooled, Failure> {
    let mut stream = body.into_data_stream();
    let spooled = write(ctx, file, &mut stream).await;
    if matches!(spooled, Err(Failure::Refused(_))) {
        drain_refused(&mut stream).await;
    }
    spooled
}

/// Reads the rest of a refused body and throws it away, within limits.
pub(crate) async fn drain_refused(stream: &mut BodyDataStream) {
    // A client that takes its time over what is thrown away does not get to read the answer.
    let _in_time = tokio::time::timeout(DRAIN_PATIENCE, drain(stream)).await;
}

async fn write(ctx: &Context, file: &ArrivingFile, stream: &mut BodyDataStream) -> Result<Spooled, Failure> {
    let mut writer = BufWriter::with_capacity(WRITE_BUFFER_BYTES, File::create_new(file.path()).await?);
    let mut hasher = blake3::Hasher::new();
    let mut size_bytes = 0_u64;
    let mut head = Vec::new();
    let mut container = None;
    while let Some(chunk) = next_chunk(stream).await? {
        size_bytes += chunk.len() as u64;
        refuse_too_large(ctx, size_bytes)?;
        if container.is_none() {
            head.extend_from_slice(&chunk[..chunk.len().min(SNIFF_BYTES - head.len())]);
            if head.len() == SNIFF_BYTES {
                container = Some(recognise(&head)?);
            }
        }
        hasher.update(&chunk);
        writer.write_all(&chunk).await?;
    }
    if size_bytes == 0 {
        return Err(Failure::refused(ErrorCode::UploadEmpty, "The file has no bytes. Export it again and send that."));
    }
    let container = container.map_or_else(|| recognise(&head), Ok)?;
    writer.flush().await?;
    writer.into_inner().sync_all().await?;
    Ok(Spooled { container, size_bytes, content_hash: *hasher.finalize().as_bytes() })
}

/// Refuses what is larger than the instance takes.
pub(crate) fn refuse_too_large(ctx: &Context, size_bytes: u64) -> Result<(), Failure> {
    let most = ctx.settings.upload_max_bytes;
    if size_bytes <= most {
        return Ok(());
    }
    let detail =
        format!("A file may have at most {} here. FLAC is half as large as WAV, without any loss.", in_words(most));
    Err(Failure::refused(ErrorCode::UploadTooLarge, detail))
}

fn recognise(head: &[u8]) -> Result<Container, Failure> {
    let detail = "Its content is not WAV, AIFF, FLAC, MP3, M4A, Ogg Vorbis or Opus, whatever its name says.";
    sniff(head).ok_or_else(|| Failure::refused(ErrorCode::UploadNotAudio, detail))
}

/// The next piece of a body; refuses a client that has gone or says nothing any more.
pub(crate) async fn next_chunk(stream: &mut BodyDataStream) -> Result<Option<axum::body::Bytes>, Failure> {
    let incomplete = |detail| Failure::refused(ErrorCode::UploadIncomplete, detail);
    match tokio::time::timeout(PATIENCE, stream.next()).await {
        Ok(Some(Ok(chunk))) => Ok(Some(chunk)),
        Ok(None) => Ok(None),
        Ok(Some(Err(_))) => Err(incomplete("The connection broke off before the file was whole. Send it again.")),
        Err(_) => Err(incomplete("Nothing arrived for a minute. Send the file again.")),
    }
}

async fn drain(stream: &mut BodyDataStream) {
    let mut left = DRAIN_MAX_BYTES;
    while let Some(Ok(chunk)) = stream.next().await {
        left = left.saturating_sub(chunk.len());
        if left == 0 {
            return;
        }
    }
}

/// A size as people write it.
pub(crate) fn in_words(bytes: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    let unit = UNITS.iter().find(|(_, size)| bytes >= *size);
    unit.map_or_else(
        || format!("{bytes} bytes"),
        |(name, size)| {
            let tenths = bytes * 10 / size;
            if tenths.is_multiple_of(10) {
                format!("{} {name}", tenths / 10)
            } else {
                format!("{}.{} {name}", tenths / 10, tenths % 10)
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn sizes_are_told_in_the_largest_unit() {
        assert_eq!(in_words(2 << 30), "2 GiB");
        assert_eq!(in_words(1_572_864), "1.5 MiB");
        assert_eq!(in_words(1024), "1 KiB");
        assert_eq!(in_words(1023), "1023 bytes");
    }
}
