//! Header fields: encoded words (RFC 2047), mailboxes and folding (RFC 5322).

use std::fmt::Write;

use sillon_domain::accounts::EmailAddress;

use crate::cohort::ascii_domain;

/// An encoded word may have 75 characters, `=?utf-8?Q?` and `?=` included; with the field's name before it, a line has no
/// more than 78.
const WORD_MAX: usize = 64 - "=?utf-8?Q?".len() - "?=".len();
const LINE_MAX: usize = 78;

/// Text of a field such as Subject: as it is when it is ASCII, else as encoded words.
pub(super) fn text(value: &str) -> String {
    if is_plain(value) { value.to_owned() } else { encoded_words(value) }
}

/// A mailbox: `name <address>`, or the address alone. The domain is written in ASCII.
pub(super) fn mailbox(name: &str, email: &EmailAddress) -> String {
    let address = address(email);
    if name.is_empty() {
        return address;
    }
    let is_atoms = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" !#$%&'*+-/=?^_`{|}~".contains(&byte));
    if is_atoms && is_plain(name) {
        format!("{name} <{address}>")
    } else if is_plain(name) {
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{quoted}\" <{address}>")
    } else {
        format!("{} <{address}>", encoded_words(name))
    }
}

/// The address as mail servers know it.
pub(super) fn address(email: &EmailAddress) -> String {
    match email.typed.rsplit_once('@') {
        Some((local, domain)) => format!("{local}@{}", ascii_domain(domain)),
        None => email.typed.clone(),
    }
}

/// One field with its line ends, folded at spaces where it is long.
pub(super) fn field(name: &str, value: &str) -> String {
    let mut out = format!("{name}:");
    let mut width = out.len();
    for word in value.split(' ').filter(|word| !word.is_empty()) {
        let starts = width == name.len() + 1;
        if !starts && width + 1 + word.len() > LINE_MAX {
            out.push_str("\r\n");
            width = 0;
        }
        out.push(' ');
        out.push_str(word);
        width += 1 + word.len();
    }
    out.push_str("\r\n");
    out
}

fn is_plain(value: &str) -> bool {
    value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && !value.contains("=?")
}

fn encoded_words(value: &str) -> String {
    let mut words = vec![String::new()];
    for letter in value.chars() {
        let mut encoded = String::new();
        if letter == ' ' {
            encoded.push('_');
        } else if letter.is_ascii_alphanumeric() {
            encoded.push(letter);
        } else {
            let mut bytes = [0; 4];
            for byte in letter.encode_utf8(&mut bytes).bytes() {
                write!(encoded, "={byte:02X}").expect("writing to a string does not fail");
            }
        }
        if words.last().is_some_and(|word| word.len() + encoded.len() > WORD_MAX) {
            words.push(String::new());
        }
        words.last_mut().expect("there is one at least").push_str(&encoded);
    }
    let words: Vec<String> = words.into_iter().map(|word| format!("=?utf-8?Q?{word}?=")).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use sillon_domain::accounts::parse_email;

    use super::{field, mailbox, text};

    #[test]
    fn words_beyond_ascii_are_encoded_and_stay_whole() {
        assert_eq!(text("An invitation"), "An invitation");
        assert_eq!(text("Déjà vu"), "=?utf-8?Q?D=C3=A9j=C3=A0_vu?=");
        let long = text(&"é".repeat(60));
        assert!(long.split(' ').all(|word| word.len() <= 75), "{long}");
        assert!(!long.contains("=C3?="), "a letter is torn apart: {long}");
    }

    #[test]
    fn mailboxes_are_written_as_servers_read_them() {
        let email = parse_email("zoe@b\u{fc}cher.example").unwrap();
        assert_eq!(mailbox("", &email), "zoe@xn--bcher-kva.example");
        assert_eq!(mailbox("Zoe B", &email), "Zoe B <zoe@xn--bcher-kva.example>");
        assert_eq!(mailbox("B, \"Zoe\"", &email), "\"B, \\\"Zoe\\\"\" <zoe@xn--bcher-kva.example>");
        assert_eq!(mailbox("Zoé", &email), "=?utf-8?Q?Zo=C3=A9?= <zoe@xn--bcher-kva.example>");
    }

    #[test]
    fn long_fields_are_folded() {
        let folded = field("Subject", &text(&"été ".repeat(30)));
        assert!(folded.ends_with("\r\n") && folded.lines().all(|line| line.len() <= 78), "{folded}");
    }
}
