//! A secret that opens a provider's door.

/// Never logged: `Debug` hides it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Token(pub String);

impl Token {
    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_empty() { "none" } else { "…" })
    }
}
