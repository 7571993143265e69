//! Writes a body to the disk and checks it there without decoding it. Memory stays flat at any size.

use std::{fs::File, io::BufReader, path::PathBuf};

use axum::body::{Body, BodyDataStream};
use sillon_domain::Failure;
use sillon_media::pictures::{MAX_PICTURE_BYTES, PictureError, PictureFormat, inspect_picture};
use sillon_protocol::ErrorCode;
use tokio::io::{AsyncWriteExt, BufWriter};

use crate::uploads::{ArrivingFile, drain_refused, in_words, next_chunk};

/// Spools the body into the file, syncs it and says what kind of picture it is; on a refusal the rest of the body is read
/// and thrown away, within limits.
pub(super) async fn spool_picture(file: &ArrivingFile, body: Body) -> Result<PictureFormat, Failure> {
    let mut stream = body.into_data_stream();
    let written = write(file, &mut stream).await;
    if matches!(written, Err(Failure::Refused(_))) {
        drain_refused(&mut stream).await;
    }
    written?;
    let path = file.path();
    let inspected = tokio::task::spawn_blocking(|| inspect(path)).await;
    inspected.map_err(|error| Failure::Broken(format!("a picture's inspection ended badly: {error}")))?
}

async fn write(file: &ArrivingFile, stream: &mut BodyDataStream) -> Result<(), Failure> {
    let mut writer = BufWriter::new(tokio::fs::File::create_new(file.path()).await?);
    let mut size_bytes = 0_u64;
    while let Some(chunk) = next_chunk(stream).await? {
        size_bytes += chunk.len() as u64;
        refuse_too_large(size_bytes)?;
        writer.write_all(&chunk).await?;
    }
    writer.flush().await?;
    writer.into_inner().sync_all().await?;
    Ok(())
}

/// Refuses more bytes than a picture may have.
pub(super) fn refuse_too_large(size_bytes: u64) -> Result<(), Failure> {
    if size_bytes <= MAX_PICTURE_BYTES {
        return Ok(());
    }
    let detail = format!("A picture may have at most {}. Make it smaller and send that.", in_words(MAX_PICTURE_BYTES));
    Err(Failure::refused(ErrorCode::PictureTooLarge, detail))
}

fn inspect(path: PathBuf) -> Result<PictureFormat, Failure> {
    match inspect_picture(BufReader::new(File::open(path)?)) {
        Ok(header) => Ok(header.format),
        Err(error) => Err(refusal(error)),
    }
}

fn refusal(error: PictureError) -> Failure {
    let code = match error {
        PictureError::NotPicture { .. } => ErrorCode::PictureUnsupported,
        PictureError::Empty => ErrorCode::UploadEmpty,
        PictureError::Damaged { .. } => ErrorCode::PictureDamaged,
        PictureError::BeyondLimit { .. } => ErrorCode::PictureTooManyPixels,
        PictureError::Io(error) => return Failure::Storage(error),
        PictureError::Encoder { what } => return Failure::Broken(what),
    };
    Failure::refused(code, error.to_string())
}
