//! Mail addresses: what is accepted, and in which form two are the same.

use std::str::FromStr;

const MAX_CHARACTERS: usize = 254;

/// An address that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress {
    /// As it was typed, without white space around it.
    pub typed: String,
    /// The form that is compared: lower case.
    pub key: String,
}

/// Checks an address by the grammar of RFC 5321 and RFC 6531; none when it is not one.
pub fn parse_email(text: &str) -> Option<EmailAddress> {
    let typed = text.trim();
    let plain = typed.chars().count() <= MAX_CHARACTERS
        && !typed.chars().any(|letter| letter.is_control() || letter.is_whitespace() || "<>\"".contains(letter));
    if !plain {
        return None;
    }
    email_address::EmailAddress::from_str(typed).ok()?;
    Some(EmailAddress { typed: typed.to_owned(), key: typed.to_lowercase() })
}

#[cfg(test)]
mod tests {
    use super::parse_email;

    #[test]
    fn an_address_is_compared_without_regard_to_case_and_space() {
        let address = parse_email("  Ada@Example.org ").unwrap();
        assert_eq!((address.typed.as_str(), address.key.as_str()), ("Ada@Example.org", "ada@example.org"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in
            ["", "ada", "ada@", "@example.org", "a b@example.org", "Ada <ada@example.org>", "a\u{0}@example.org"]
        {
            assert_eq!(parse_email(text), None, "{text:?}");
        }
        assert_eq!(parse_email(&format!("{}@example.org", "a".repeat(300))), None);
    }
}
