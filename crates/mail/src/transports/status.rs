//! Status of an SMTP answer: the reply code (RFC 5321) and the enhanced status code (RFC 3463) where there is one.

use std::fmt;

/// `550`, or `550 5.1.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmtpStatus {
    /// Reply code, 200 to 599.
    pub code: u16,
    /// Class, subject, detail.
    pub enhanced: Option<(u8, u16, u16)>,
}

impl SmtpStatus {
    /// The code, with the enhanced one if the text begins with it.
    pub(super) fn of_reply(code: u16, text: &str) -> Self {
        let enhanced = text.split_whitespace().next().and_then(enhanced).filter(|(class, ..)| class_fits(code, *class));
        Self { code, enhanced }
    }

    /// The first refusal that a text speaks of: `… server message: 550 5.1.1 no such user`.
    pub(super) fn found_in(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.iter().enumerate().find_map(|(place, word)| {
            let (first, joined) = word.split_once('-').unwrap_or((word, ""));
            let code = first.parse::<u16>().ok().filter(|code| first.len() == 3 && is_refusal(*code))?;
            let next = if joined.is_empty() { words.get(place + 1).copied().unwrap_or_default() } else { joined };
            Some(Self::of_reply(code, next))
        })
    }

    /// Refused for good, as far as the code goes.
    pub fn is_permanent(self) -> bool {
        (500..600).contains(&self.code)
    }

    /// Whether it says that the recipient's address does not exist: bad mailbox, bad host, bad syntax, moved without
    /// a new address, or a host that takes no mail. Not 5.1.0, which is also said of senders, and not 5.1.7 and 5.1.8,
    /// which are about senders only.
    pub fn is_about_the_address(self) -> bool {
        matches!(self.enhanced, Some((5, 1, 1 | 2 | 3 | 6 | 10)))
    }
}

impl fmt::Display for SmtpStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        self.enhanced.map_or(Ok(()), |(class, subject, detail)| write!(f, " {class}.{subject}.{detail}"))
    }
}

/// RFC 5321 has 0, 1, 2, 3 and 5 as the second digit; so port 587 is none.
fn is_refusal(code: u16) -> bool {
    (400..600).contains(&code) && matches!(code / 10 % 10, 0 | 1 | 2 | 3 | 5)
}

fn enhanced(word: &str) -> Option<(u8, u16, u16)> {
    let mut parts = word.split('.');
    let found = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (parts.next().is_none() && matches!(found.0, 2 | 4 | 5)).then_some(found)
}

fn class_fits(code: u16, class: u8) -> bool {
    code / 100 == u16::from(class)
}

#[cfg(test)]
mod tests {
    use super::SmtpStatus;

    #[test]
    fn an_enhanced_status_is_read_where_it_agrees_with_the_code() {
        let about = |code, text| SmtpStatus::of_reply(code, text).to_string();
        assert_eq!(about(550, "5.1.1 <ada@example.org>: unknown"), "550 5.1.1");
        assert_eq!(about(550, "No such user 5.1.1"), "550");
        assert_eq!(about(450, "5.1.1 greylisted"), "450");
        assert_eq!(about(554, "5.7.1.2 odd"), "554");
    }

    #[test]
    fn only_codes_about_the_recipients_address_say_that_it_does_not_exist() {
        let says = |text| SmtpStatus::of_reply(550, text).is_about_the_address();
        assert!(says("5.1.1 x") && says("5.1.2 x") && says("5.1.10 x"));
        assert!(!says("5.1.0 x") && !says("5.1.8 x") && !says("5.7.1 x") && !says("5.2.2 full") && !says("x"));
    }

    #[test]
    fn a_status_is_found_in_what_a_program_says() {
        let found = |text| SmtpStatus::found_in(text).map(|status| status.to_string());
        assert_eq!(found("msmtp: server message: 550 5.1.1 no such user").as_deref(), Some("550 5.1.1"));
        assert_eq!(found("server message: 451-4.3.0 later").as_deref(), Some("451 4.3.0"));
        assert_eq!(found("read 1500 bytes, 12 lines, port 587"), None);
        assert_eq!(found("250 ok"), None);
    }
}
