//! A letter as its reader sees it.

use mail_parser::{Address, MessageParser};

/// What stands in a letter, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadLetter {
    /// Who writes: name and address.
    pub from: String,
    /// To whom: name and address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The part for reading.
    pub text: String,
    /// The part for showing.
    pub html: String,
}

/// Decodes a mail; none when it is no mail with a text.
pub fn read_letter(mail: &[u8]) -> Option<ReadLetter> {
    let mail = MessageParser::default().parse(mail)?;
    Some(ReadLetter {
        from: person(mail.from()?)?,
        to: person(mail.to()?)?,
        subject: mail.subject()?.to_owned(),
        text: mail.body_text(0)?.replace("\r\n", "\n"),
        html: mail.body_html(0)?.into_owned(),
    })
}

fn person(address: &Address) -> Option<String> {
    let first = address.first()?;
    let address = first.address()?;
    Some(first.name().map_or_else(|| address.to_owned(), |name| format!("{name} <{address}>")))
}
