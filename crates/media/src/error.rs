//! What can go wrong with audio, in words that a musician understands and codes that a program can rely on.

use std::io;

/// Why a file could not be read, measured, encoded or packaged.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// The first bytes are of no format that Sillon reads.
    #[error(
        "This is not an audio file that Sillon can read. WAV, AIFF, FLAC, MP3, M4A (AAC or ALAC), Ogg Vorbis and Opus work."
    )]
    NotAudio,
    /// The file has no bytes.
    #[error("The file is empty.")]
    Empty,
    /// The container is known, but its content cannot be decoded right.
    #[error("The file is a known kind, but it cannot be decoded: {what}")]
    Unsupported {
        /// What is not supported, as a short phrase.
        what: String,
    },
    /// The file is cut off or its content is broken.
    #[error("The file is damaged: {what}")]
    Damaged {
        /// What is broken, as a short phrase.
        what: String,
    },
    /// The file holds no sound at all.
    #[error("The file is readable, but there is no sound in it.")]
    Silent,
    /// A limit on length, rate, channels or decoded bytes was passed.
    #[error("The file is beyond what Sillon accepts: {what}")]
    BeyondLimit {
        /// Which limit, with its value.
        what: String,
    },
    /// The encoder refused or failed: our fault, not the file's.
    #[error("Encoding failed: {what}")]
    Encoder {
        /// What the encoder said.
        what: String,
    },
    /// Reading or writing a file failed.
    #[error("Reading or writing {path} failed")]
    Io {
        /// The file.
        path: String,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
}

impl MediaError {
    /// A failure of reading or writing `path`.
    pub(crate) fn io(path: &std::path::Path, source: io::Error) -> Self {
        Self::Io { path: path.display().to_string(), source }
    }

    /// A file that is cut off or broken; `what` is a short phrase.
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }

    /// A known kind of file with something in it that cannot be decoded; `what` is a short phrase.
    pub(crate) fn unsupported(what: impl Into<String>) -> Self {
        Self::Unsupported { what: what.into() }
    }

    /// A stable code for programs and translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAudio => "media.not_audio",
            Self::Empty => "media.empty",
            Self::Unsupported { .. } => "media.unsupported",
            Self::Damaged { .. } => "media.damaged",
            Self::Silent => "media.silent",
            Self::BeyondLimit { .. } => "media.beyond_limit",
            Self::Encoder { .. } => "media.encoder",
            Self::Io { .. } => "media.io",
        }
    }

    /// True when trying again with the same file cannot help.
    pub fn is_permanent(&self) -> bool {
        !matches!(self, Self::Encoder { .. } | Self::Io { .. })
    }
}
