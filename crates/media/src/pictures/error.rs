//! What can go wrong with a picture, in words that its owner understands and codes that a program can rely on.

use std::io;

/// Why a picture was not taken or not made smaller.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The first bytes are of no format that Sillon reads.
    #[error("{what} Send a JPEG, PNG, WebP or GIF.")]
    NotPicture {
        /// What it is instead, as a sentence.
        what: &'static str,
    },
    /// The file has no bytes.
    #[error("The file is empty.")]
    Empty,
    /// The file is cut off, or its content is broken.
    #[error("The picture is damaged: {what}. Export it again and send that.")]
    Damaged {
        /// What is broken, as a short phrase.
        what: String,
    },
    /// More bytes or pixels than Sillon decodes.
    #[error("The picture is too large: {what}. Make it smaller and send that.")]
    BeyondLimit {
        /// Which limit, with both numbers.
        what: String,
    },
    /// Writing a thumbnail failed: our fault, not the picture's.
    #[error("A thumbnail could not be written: {what}")]
    Encoder {
        /// What the encoder said.
        what: String,
    },
    /// The bytes could not be read.
    #[error("The picture could not be read: {0}")]
    Io(#[from] io::Error),
}

impl PictureError {
    /// A file that is cut off or broken; `what` is a short phrase.
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }

    /// A stable code for programs and translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPicture { .. } => "picture.not_picture",
            Self::Empty => "picture.empty",
            Self::Damaged { .. } => "picture.damaged",
            Self::BeyondLimit { .. } => "picture.beyond_limit",
            Self::Encoder { .. } => "picture.encoder",
            Self::Io(_) => "picture.io",
        }
    }

    /// True when trying again with the same file cannot help.
    pub fn is_permanent(&self) -> bool {
        !matches!(self, Self::Encoder { .. } | Self::Io(_))
    }
}
