//! The queues: jobs that compete for the same resource wait in the same one, so that a slow kind does not hold the others.

/// A queue. How many of its jobs run at once is the worker's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Queue {
    /// Bounded by cores.
    Encode,
    /// Bounded by the mail server's patience.
    Mail,
    /// Bounded by memory.
    Pictures,
    /// Everything that is short.
    General,
}

impl Queue {
    /// Every queue.
    pub const ALL: [Self; 4] = [Self::Encode, Self::Mail, Self::Pictures, Self::General];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Encode => "encode",
            Self::Mail => "mail",
            Self::Pictures => "pictures",
            Self::General => "general",
        }
    }
}
