//! Opaque tokens: 256 random bits that a browser, a program or a mail keeps; the database keeps their hash.
//! What a token is good for belongs to whoever stores its hash.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// A secret that lets somebody in once or for a while. Never logged: `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct OpaqueToken(String);

impl OpaqueToken {
    /// A new token from the system's random source.
    pub fn random() -> Self {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// A token that a client sent.
    pub fn from_client(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The same with a word before it that says what it is, for people who find it and programs that look for leaks.
    #[must_use]
    pub fn with_prefix(self, prefix: &str) -> Self {
        Self(format!("{prefix}{}", self.0))
    }

    /// What the client keeps.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database keeps: BLAKE3, 32 bytes.
    pub fn hash(&self) -> Vec<u8> {
        blake3::hash(self.0.as_bytes()).as_bytes().to_vec()
    }
}

impl std::fmt::Debug for OpaqueToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpaqueToken(…)")
    }
}
