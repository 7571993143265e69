//! The worker's side of the process.

use std::{io, path::Path, process::Stdio};

use sillon_domain::tracks::TrackFailure;
use sillon_media::{EncodedTrack, Progress};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use super::message::Message;
use crate::settings::EncoderCommand;

const STDERR_MAX_BYTES: u64 = 4096;

/// A running encode. Dropping it kills the process.
#[derive(Debug)]
pub(crate) struct EncodeProcess {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

/// What happened.
#[derive(Debug)]
pub(crate) enum Event {
    Progress(Progress),
    Encoded(Box<EncodedTrack>),
    Exit(Exit),
}

/// How it ended without an encode.
#[derive(Debug)]
pub(crate) enum Exit {
    /// The file is to blame; trying again cannot help.
    Refused(TrackFailure),
    /// Something else: killed, out of memory, disk full.
    Broken(String),
}

impl EncodeProcess {
    /// Starts it with an empty environment.
    pub(crate) fn start(encoder: &EncoderCommand, input: &Path, out_dir: &Path) -> io::Result<Self> {
        let mut child = Command::new(&encoder.program)
            .arg("encode-child")
            .arg(input)
            .arg(out_dir)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let stdout = child.stdout.take().expect("standard output is piped");
        Ok(Self { child, lines: BufReader::new(stdout).lines() })
    }

    /// Waits for the next event. Cancel-safe: a line is never half lost.
    pub(crate) async fn next_event(&mut self) -> io::Result<Event> {
        let Some(line) = self.lines.next_line().await? else { return Ok(Event::Exit(self.exit().await?)) };
        match serde_json::from_str(&line) {
            Ok(Message::Progress(progress)) => Ok(Event::Progress(progress)),
            Ok(Message::Encoded(track)) => Ok(Event::Encoded(track)),
            Ok(Message::Failed { code, detail, permanent: true }) => {
                Ok(Event::Exit(Exit::Refused(TrackFailure { code, detail })))
            }
            Ok(Message::Failed { detail, .. }) => Ok(Event::Exit(Exit::Broken(detail))),
            Err(error) => Ok(Event::Exit(Exit::Broken(format!("the encoder said something unreadable: {error}")))),
        }
    }

    /// Ends it now and waits until it is gone, so that its folder can be removed.
    pub(crate) async fn kill(&mut self) -> io::Result<()> {
        self.child.kill().await
    }

    async fn exit(&mut self) -> io::Result<Exit> {
        let mut said = String::new();
        if let Some(stderr) = self.child.stderr.take() {
            let mut bytes = Vec::new();
            stderr.take(STDERR_MAX_BYTES).read_to_end(&mut bytes).await?;
            said = String::from_utf8_lossy(&bytes).trim().to_owned();
        }
        let status = self.child.wait().await?;
        tracing::warn!(%status, said, "an encoder ended early");
        Ok(Exit::Broken(format!("the encoder ended early ({status})")))
    }
}
