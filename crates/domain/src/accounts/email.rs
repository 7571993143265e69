//! Mail addresses: what is accepted, and in which form two are the same.

use std::str::FromStr;

const MAX_CHARACTERS: usize = 254;

/// An address that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress {
    /// As it was typed, without white space around it.
    pub typed: String,
    /// The form that is compared: lower case, the domain in ASCII as IDNA writes it (RFC 5890), so that two spellings of a
    /// mailbox are one.
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
    let (local, domain) = typed.rsplit_once('@')?;
    let key = format!("{}@{}", local.to_lowercase(), ascii_domain(domain));
    Some(EmailAddress { typed: typed.to_owned(), key })
}

/// The domain in the form that mail servers know.
fn ascii_domain(domain: &str) -> String {
    idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_lowercase())
}

impl EmailAddress {
    /// As it was typed, with the domain in the form that mail servers know.
    pub fn for_servers(&self) -> String {
        match self.typed.rsplit_once('@') {
            Some((local, domain)) => format!("{local}@{}", ascii_domain(domain)),
            None => self.typed.clone(),
        }
    }
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
    fn two_spellings_of_a_domain_are_one_mailbox() {
        let keys = ["zoe@b\u{fc}cher.example", "zoe@B\u{dc}CHER.example", "Zoe@xn--bcher-kva.example"]
            .map(|text| parse_email(text).unwrap().key);
        assert_eq!(keys, ["zoe@xn--bcher-kva.example"; 3].map(str::to_owned));
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
