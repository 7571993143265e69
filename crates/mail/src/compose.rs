//! From text to a message after RFC 5322 and MIME. Sending it does not belong here.

use std::{fmt, time::SystemTime};

use lettre::message::{
    Message, MultiPart, SinglePart,
    header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
};

use crate::{Mailbox, Rendered};

/// A message cannot be built of this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// Not an address that mail can be sent to.
    #[error("{0} is not a mail address")]
    Address(String),
    /// An id or an URL that cannot stand in a header.
    #[error("the {0} of a mail has characters that no header may have")]
    Header(&'static str),
    /// The message could not be put together.
    #[error("the mail cannot be built: {0}")]
    Build(String),
}

/// Everything that makes a message.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// Names the message: the same id gives the same Message-ID, so that a receiver knows a second copy for what it is.
    /// Letters, digits and `-`.
    pub id: &'a str,
    /// The right half of the Message-ID: the instance's host.
    pub host: &'a str,
    /// Who writes.
    pub from: &'a Mailbox,
    /// Whom to.
    pub to: &'a Mailbox,
    /// The Date header.
    pub written_at: SystemTime,
    /// Where one POST ends mails of this category (RFC 8058). None: the mail cannot be turned off.
    pub unsubscribe_url: Option<&'a str>,
    /// Whether no person writes it: programs then do not answer it (RFC 3834).
    pub is_automatic: bool,
    /// What it says.
    pub content: &'a Rendered,
}

/// A message, ready to be handed over.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The id that it was given.
    pub id: String,
    /// The Message-ID, with its angle brackets.
    pub message_id: String,
    /// The envelope's sender.
    pub from: Mailbox,
    /// The envelope's recipient.
    pub to: Mailbox,
    /// Header and body; ASCII, lines end with CRLF.
    pub bytes: Vec<u8>,
}

/// The content stays out of logs.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail")
            .field("message_id", &self.message_id)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// Builds the message: multipart/alternative, text first, both quoted-printable. The same letter gives the same bytes.
pub fn compose(letter: &Letter<'_>) -> Result<Mail, ComposeError> {
    if letter.id.is_empty() || !letter.id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err(ComposeError::Header("id"));
    }
    let message_id = format!("<{}@{}>", letter.id, one_word(letter.host, "host")?);
    let mut builder = Message::builder()
        .from(letter.from.inner().clone())
        .to(letter.to.inner().clone())
        .subject(letter.content.subject.clone())
        .date(letter.written_at)
        .message_id(Some(message_id.clone()));
    if letter.is_automatic {
        builder = builder.raw_header(header("Auto-Submitted", "auto-generated".to_owned()));
    }
    if let Some(url) = letter.unsubscribe_url {
        let url = one_word(url, "unsubscribe URL")?;
        builder = builder.raw_header(header("List-Unsubscribe", format!("<{url}>")));
        // RFC 8058 knows one-click over https only.
        if url.starts_with("https://") {
            builder = builder.raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
    }
    // Quoted-printable never yields `=_`, so the boundary cannot occur in a part.
    let parts = MultiPart::alternative()
        .boundary(format!("=_{}", letter.id))
        .singlepart(part(ContentType::TEXT_PLAIN, &letter.content.text))
        .singlepart(part(ContentType::TEXT_HTML, &letter.content.html));
    let message = builder.multipart(parts).map_err(|error| ComposeError::Build(error.to_string()))?;
    Ok(Mail {
        id: letter.id.to_owned(),
        message_id,
        from: letter.from.clone(),
        to: letter.to.clone(),
        bytes: message.formatted(),
    })
}

fn part(content_type: ContentType, text: &str) -> SinglePart {
    let lines = text.replace("\r\n", "\n").replace('\n', "\r\n");
    SinglePart::builder().header(content_type).header(ContentTransferEncoding::QuotedPrintable).body(lines)
}

/// Neither white space nor anything beyond ASCII: it can neither end its header nor need encoding.
fn one_word<'a>(text: &'a str, what: &'static str) -> Result<&'a str, ComposeError> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>".contains(&byte));
    if plain { Ok(text) } else { Err(ComposeError::Header(what)) }
}

/// A header whose value is ASCII on one line.
fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}
