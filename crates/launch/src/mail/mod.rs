//! The invitation as a mail: a template filled in and written as MIME. Whom it goes to, and how, does not belong here.

mod compose;
mod header;
mod quoted_printable;
mod template;

pub use compose::{Language, LetterSettings, Letters, MissingValue};
