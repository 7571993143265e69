//! The invitation as a mail: a template filled in and composed. Whom it goes to, and how, does not belong here.

mod letters;
mod read_letter;
mod template;

pub use letters::{Language, LetterSettings, Letters, MissingValue, WriteError, letter_id};
pub use read_letter::{ReadLetter, read_letter};
