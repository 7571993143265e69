//! The inside of the process.

use std::{
    io::{self, Write},
    path::Path,
};

use sillon_media::{EncodeOptions, encode_file};

use super::{confinement::Confinement, message::Message};

/// Confines this process, encodes, and says how it goes on standard output. An error means that nobody listens any more
/// or that the process could not be confined, and nothing was read.
pub fn run_encode_child(input: &Path, out_dir: &Path, confinement: &Confinement) -> io::Result<()> {
    confinement.apply(input, out_dir)?;
    let mut listener = Ok(());
    let mut progress = |progress| {
        if listener.is_ok() {
            listener = say(&Message::Progress(progress));
        }
    };
    let last = match encode_file(input, out_dir, &EncodeOptions::default(), &mut progress) {
        Ok(track) => Message::Encoded(Box::new(track)),
        Err(error) => Message::Failed {
            code: error.code().to_owned(),
            detail: error.to_string(),
            permanent: error.is_permanent(),
        },
    };
    listener?;
    say(&last)
}

fn say(message: &Message) -> io::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    let mut out = io::stdout().lock();
    out.write_all(&line)?;
    out.flush()
}
