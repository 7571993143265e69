//! The invitation as a mail: a template filled in and composed. Whom it goes to, and how, does not belong here.

mod letters;
mod template;

pub use letters::{Language, LetterSettings, Letters, MissingValue, WriteError};
