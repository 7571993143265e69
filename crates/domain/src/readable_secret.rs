//! Secrets that people read and type: groups of four letters, random enough that a fast hash protects them.

/// Crockford's alphabet: no letter that looks like a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const GROUP: usize = 4;

/// A secret of so many groups, 20 random bits each. Never logged: `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadableSecret(String);

impl ReadableSecret {
    /// A new one from the system's random source.
    pub fn random(groups: usize) -> Self {
        let mut bytes = vec![0_u8; groups * GROUP];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        Self(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect())
    }

    /// What somebody typed, without regard to capitals, hyphens and spaces; none when it is not of so many groups.
    pub fn from_typed(text: &str, groups: usize) -> Option<Self> {
        let letters: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
        let letters = letters.to_ascii_lowercase();
        let fits = letters.len() == groups * GROUP && letters.bytes().all(|byte| ALPHABET.contains(&byte));
        fits.then_some(Self(letters))
    }

    /// What the person is shown: `ab3d-…`.
    pub fn reveal(&self) -> String {
        let groups = self.0.as_bytes().chunks(GROUP).map(String::from_utf8_lossy);
        groups.collect::<Vec<_>>().join("-")
    }

    /// What the database keeps: BLAKE3, 32 bytes.
    pub fn hash(&self) -> Vec<u8> {
        blake3::hash(self.0.as_bytes()).as_bytes().to_vec()
    }
}

impl std::fmt::Debug for ReadableSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReadableSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::ReadableSecret;

    #[test]
    fn what_is_typed_in_capitals_and_without_hyphens_is_the_same_secret() {
        let secret = ReadableSecret::random(4);
        let shown = secret.reveal();
        assert_eq!(shown.len(), 19);
        let typed = format!(" {} ", shown.to_uppercase().replace('-', " "));
        assert_eq!(ReadableSecret::from_typed(&typed, 4), Some(secret.clone()));
        assert_eq!(ReadableSecret::from_typed(&shown, 5), None);
        assert_eq!(ReadableSecret::from_typed("uuuu-uuuu-uuuu-uuuu", 4), None);
        assert_ne!(ReadableSecret::random(4), secret);
    }
}
