//! The parts that are looked at.

/// A part of the instance, as people know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The interface that pages and programs use.
    Api,
    /// The delivery of sound.
    Streaming,
    /// The work in the background: encodes, mail.
    Worker,
    /// The database.
    Database,
    /// The files.
    Storage,
}

impl Part {
    /// Every part, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Api, Self::Streaming, Self::Worker, Self::Database, Self::Storage];

    /// As it stands in rows and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Streaming => "streaming",
            Self::Worker => "worker",
            Self::Database => "database",
            Self::Storage => "storage",
        }
    }
}
