//! What a mail is about, as far as people may turn it off.

use serde::{Deserialize, Serialize};

/// A category of mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Something that the person did or must know: an account, a password, its security. Cannot be turned off.
    Transactional,
    /// News of a creator's own music.
    Music,
}

impl Category {
    /// Every category.
    pub const ALL: [Self; 2] = [Self::Transactional, Self::Music];

    /// Its name in rows, tokens and answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Transactional => "transactional",
            Self::Music => "music",
        }
    }

    /// The category of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.as_str() == name)
    }

    /// Whether a person may turn it off.
    pub fn is_optional(self) -> bool {
        self != Self::Transactional
    }
}
