//! What can be wrong with a field: the stable code, and the sentence in English. French is in `language`.

use sillon_protocol::FieldProblem;

/// A rule that a field breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FieldRule {
    Required,
    Unknown,
    /// What the schema expects: `text`, `a list`, …
    Type(&'static str),
    /// The values that are allowed, quoted.
    Choice(String),
    TooShort(u64),
    TooLong(u64),
    TooFew(u64),
    TooMany(u64),
    /// The bound as it stands in the schema.
    TooSmall(String),
    TooLarge(String),
    Pattern,
    Repeated,
    NotAnId,
    NotATime,
    NotAnAddress,
    Duplicate,
    Nul,
    OutOfRange,
    TooDeep(usize),
    Unreadable,
    Encoding,
}

impl FieldRule {
    /// The problem of the field at this pointer.
    pub(super) fn at(self, pointer: String) -> FieldProblem {
        FieldProblem { pointer, code: self.code().to_owned(), detail: self.sentence() }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Unknown => "unknown_field",
            Self::Type(_) | Self::Unreadable => "wrong_type",
            Self::Choice(_) => "not_a_choice",
            Self::TooShort(_) => "too_short",
            Self::TooLong(_) => "too_long",
            Self::TooFew(_) => "too_few",
            Self::TooMany(_) => "too_many",
            Self::TooSmall(_) => "too_small",
            Self::TooLarge(_) => "too_large",
            Self::Pattern => "wrong_form",
            Self::Repeated => "repeated",
            Self::NotAnId => "not_an_id",
            Self::NotATime => "not_a_time",
            Self::NotAnAddress => "not_an_address",
            Self::Duplicate => "duplicate_key",
            Self::Nul => "nul_character",
            Self::OutOfRange => "number_out_of_range",
            Self::TooDeep(_) => "too_deep",
            Self::Encoding => "wrong_encoding",
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::Required => "This field is needed.".to_owned(),
            Self::Unknown => "This field is not known here.".to_owned(),
            Self::Type(expected) => format!("This has to be {expected}."),
            Self::Choice(choices) => format!("This has to be one of: {choices}."),
            Self::TooShort(least) => format!("This has at least {least} characters."),
            Self::TooLong(most) => format!("This has at most {most} characters."),
            Self::TooFew(least) => format!("This list has at least {least} entries."),
            Self::TooMany(most) => format!("This list has at most {most} entries."),
            Self::TooSmall(least) => format!("This is at least {least}."),
            Self::TooLarge(most) => format!("This is at most {most}."),
            Self::Pattern => "This does not have the form that is expected.".to_owned(),
            Self::Repeated => "An entry of this list stands there twice.".to_owned(),
            Self::NotAnId => "This is not an id (a UUID).".to_owned(),
            Self::NotATime => "This is not a time such as 2026-06-21T18:00:00Z.".to_owned(),
            Self::NotAnAddress => "This is not a mail address.".to_owned(),
            Self::Duplicate => "This name stands there twice.".to_owned(),
            Self::Nul => "The character NUL cannot be stored.".to_owned(),
            Self::OutOfRange => "This number is too large to be kept exactly.".to_owned(),
            Self::TooDeep(most) => format!("Lists and objects are nested at most {most} deep."),
            Self::Unreadable => "This cannot be read.".to_owned(),
            Self::Encoding => "This is not valid percent-encoded UTF-8.".to_owned(),
        }
    }
}
