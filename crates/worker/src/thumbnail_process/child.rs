//! The inside of the process.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use sillon_domain::pictures::thumbnail_sides;
use sillon_media::pictures::{Framing, PictureError, SquarePicture, Thumbnail};

use super::message::Message;
use crate::encode_process::Confinement;

/// What decoding and scaling the largest picture that is taken needs, with room to spare.
const CONFINEMENT: Confinement = Confinement { memory_bytes: 1536 << 20, cpu_s: 120, file_bytes: 64 << 20 };

/// Confines this process, makes the thumbnails, and says on standard output how it went. An error means that nobody
/// listens any more or that the process could not be confined, and nothing was read.
pub fn run_thumbnail_child(input: &Path, out_dir: &Path, framing_percent: u8) -> io::Result<()> {
    CONFINEMENT.apply(input, out_dir)?;
    let framing = Framing::at_percent(framing_percent).ok_or(io::ErrorKind::InvalidInput)?;
    let message = make(input, out_dir, framing).unwrap_or_else(|error| Message::Failed {
        code: error.code().to_owned(),
        detail: error.to_string(),
        permanent: error.is_permanent(),
    });
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, &message)?;
    out.flush()
}

fn make(input: &Path, out_dir: &Path, framing: Framing) -> Result<Message, PictureError> {
    let picture = SquarePicture::read(&fs::read(input)?, framing)?;
    let side_px = number(picture.side_px())?;
    for (step_px, side_px) in thumbnail_sides(side_px) {
        let Thumbnail { webp, jpeg } = picture.thumbnail(number(side_px)?)?;
        write(&out_dir.join(format!("{step_px}.webp")), &webp)?;
        write(&out_dir.join(format!("{step_px}.jpg")), &jpeg)?;
    }
    File::open(out_dir)?.sync_all()?;
    Ok(Message::Made { side_px, blurhash: picture.blurhash()? })
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn number<From, To: TryFrom<From>>(side: From) -> Result<To, PictureError> {
    To::try_from(side).map_err(|_| PictureError::Encoder { what: "a side that is no side".to_owned() })
}
