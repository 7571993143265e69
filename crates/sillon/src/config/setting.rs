//! What there is to say of one setting.

/// How a value is written in a variable or a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number that is not negative.
    Number,
    /// Words separated by commas; a list in the file.
    List,
    /// Text that is never printed, and that can come from a file: `<key>_file`, `<VARIABLE>_FILE`.
    Secret,
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Section and key in the file: `server.listen`.
    pub key: &'static str,
    /// Environment variable.
    pub variable: &'static str,
    /// How it is written.
    pub kind: Kind,
    /// The default, as TOML.
    pub default: &'static str,
    /// What it means, for the operator.
    pub meaning: &'static str,
    /// What can go wrong with it; empty when nothing can.
    pub danger: &'static str,
    /// What production refuses; empty when it refuses nothing.
    pub refused: &'static str,
    /// Of a secret: fewest characters in production.
    pub secret_characters: usize,
}

impl Setting {
    pub(super) const fn danger(mut self, danger: &'static str) -> Self {
        self.danger = danger;
        self
    }

    pub(super) const fn refused(mut self, refused: &'static str) -> Self {
        self.refused = refused;
        self
    }

    pub(super) const fn characters(mut self, least: usize) -> Self {
        self.secret_characters = least;
        self
    }
}

pub(super) const fn setting(
    key: &'static str,
    variable: &'static str,
    kind: Kind,
    default: &'static str,
    meaning: &'static str,
) -> Setting {
    Setting { key, variable, kind, default, meaning, danger: "", refused: "", secret_characters: 8 }
}
