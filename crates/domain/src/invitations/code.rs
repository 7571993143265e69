//! The code of an invitation: 80 random bits as 16 characters of Crockford's base32
//! (<https://www.crockford.com/base32.html>), written in groups of four and read as people type them.

use super::redeem_invitation::refusal;
use crate::Failure;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS: usize = 16;
const GROUP: usize = 4;

/// A code in its stored form, upper case without hyphens. Never logged: `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationCode(String);

impl InvitationCode {
    /// A new code from the system's random source.
    pub fn random() -> Self {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes[..10]).expect("the operating system gives random bytes");
        let bits = u128::from_be_bytes(bytes);
        let letters = (0..CHARACTERS).map(|place| {
            let index = (bits >> (123 - 5 * place)) & 31;
            char::from(ALPHABET[usize::try_from(index).expect("five bits fit")])
        });
        Self(letters.collect())
    }

    /// Reads what a person typed, without regard to case, hyphens and space, with O for 0 and I or L for 1.
    pub fn parse(text: &str) -> Option<Self> {
        let mut code = String::with_capacity(CHARACTERS);
        for letter in
            text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '\u{2010}'..='\u{2015}'))
        {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            if code.len() == CHARACTERS || !letter.is_ascii() || !ALPHABET.contains(&(letter as u8)) {
                return None;
            }
            code.push(letter);
        }
        (code.len() == CHARACTERS).then_some(Self(code))
    }

    /// Reads what a person typed to sign up with; what is no code is refused as a wrong one is.
    pub fn read(text: &str) -> Result<Self, Failure> {
        Self::parse(text).ok_or_else(refusal)
    }

    /// The stored form.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The form for people: `XXXX-XXXX-XXXX-XXXX`.
    pub fn in_groups(&self) -> String {
        let groups: Vec<&str> = (0..CHARACTERS).step_by(GROUP).map(|start| &self.0[start..start + GROUP]).collect();
        groups.join("-")
    }
}

impl std::fmt::Debug for InvitationCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InvitationCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{ALPHABET, InvitationCode};

    #[test]
    fn a_code_survives_its_way_through_a_person() {
        for _ in 0..500 {
            let code = InvitationCode::random();
            let typed = format!("  {} ", code.in_groups().to_lowercase().replace('0', "o").replace('1', "l"));
            assert_eq!(InvitationCode::parse(&typed), Some(code));
        }
    }

    #[test]
    fn codes_use_the_whole_alphabet_in_every_place() {
        let mut seen = vec![HashSet::new(); 16];
        for _ in 0..2000 {
            for (place, letter) in InvitationCode::random().reveal().chars().enumerate() {
                seen[place].insert(letter);
            }
        }
        assert!(seen.iter().all(|letters| letters.len() == ALPHABET.len()));
    }

    #[test]
    fn the_letters_that_look_alike_are_read_as_their_digits() {
        let code = InvitationCode::parse("oOiI-lL00-1111-ABCD").unwrap();
        assert_eq!(code.in_groups(), "0011-1100-1111-ABCD");
        assert_eq!(InvitationCode::parse("0011 1100\u{2013}1111 abcd"), Some(code));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in ["", "ABCD", "ABCD-ABCD-ABCD-ABCU", "ABCD-ABCD-ABCD-ABCDE", "ABCD-ABCD-ABCD-ABC\u{212A}", "\u{0}"] {
            assert_eq!(InvitationCode::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_code_does_not_show_in_logs() {
        assert_eq!(format!("{:?}", InvitationCode::random()), "InvitationCode(…)");
    }
}
