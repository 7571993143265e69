//! Who a mail is from or for: a name and an address.

use std::str::FromStr;

use lettre::{Address, message};

use crate::ComposeError;

/// A name and an address, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox(message::Mailbox);

impl Mailbox {
    /// Refuses what is no address. Control characters of the name become spaces.
    pub fn new(name: Option<&str>, address: &str) -> Result<Self, ComposeError> {
        let parsed = Address::from_str(address).map_err(|_| ComposeError::Address(address.to_owned()))?;
        let name = name.map(one_line).filter(|name| !name.is_empty());
        Ok(Self(message::Mailbox::new(name, parsed)))
    }

    /// The address without the name.
    pub fn address(&self) -> &str {
        self.0.email.as_ref()
    }

    /// What stands behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.email.domain()
    }

    /// The same address under another name, unless it has one.
    #[must_use]
    pub fn or_named(self, name: &str) -> Self {
        let message::Mailbox { name: own, email } = self.0;
        Self(message::Mailbox::new(own.or_else(|| Some(one_line(name))), email))
    }

    pub(crate) fn inner(&self) -> &message::Mailbox {
        &self.0
    }
}

/// `Name <address>` or an address alone, as an operator writes it.
impl FromStr for Mailbox {
    type Err = ComposeError;

    fn from_str(text: &str) -> Result<Self, ComposeError> {
        let parsed: message::Mailbox = text.parse().map_err(|_| ComposeError::Address(text.to_owned()))?;
        Self::new(parsed.name.as_deref(), parsed.email.as_ref())
    }
}

/// Text for one line: control characters and invisible marks that turn the reading direction become spaces.
pub fn one_line(text: &str) -> String {
    let turns = |letter| matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    let plain: String = text.chars().map(|c| if c.is_control() || turns(c) { ' ' } else { c }).collect();
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::Mailbox;

    #[test]
    fn a_name_is_one_line_whatever_is_in_it() {
        let mailbox = Mailbox::new(Some("Ada\r\nBcc: all@example.org"), "ada@example.org").unwrap();
        assert_eq!(mailbox.inner().name.as_deref(), Some("Ada  Bcc: all@example.org"));
    }

    #[test]
    fn an_operator_writes_a_name_or_none() {
        let named: Mailbox = "Les Disques <music@example.org>".parse().unwrap();
        assert_eq!((named.address(), named.domain()), ("music@example.org", "example.org"));
        let bare: Mailbox = "music@example.org".parse().unwrap();
        assert_eq!(bare.clone().or_named("Sillon").inner().name.as_deref(), Some("Sillon"));
        assert_eq!(named.or_named("Sillon").inner().name.as_deref(), Some("Les Disques"));
        assert!("music".parse::<Mailbox>().is_err());
    }
}
