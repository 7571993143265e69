//! Messages, read back by two parsers that are not ours and not the library that writes them.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::{
    io::Write,
    process::{Command, Stdio},
    time::{Duration, SystemTime},
};

use mail_parser::MessageParser;
use serde_json::{Value, json};
use sillon_mail::{ComposeError, Letter, Mail, Mailbox, Rendered, compose};

fn rendered() -> Rendered {
    Rendered {
        subject: "« L’été » est en ligne".to_owned(),
        text: format!("Bonjour,\n\n. un point seul\n{}\nÀ bientôt\n", "mot ".repeat(60)),
        html: "<!doctype html><p>L’été = 3 €</p>\n".to_owned(),
    }
}

fn mail(to: &Mailbox, unsubscribe_url: Option<&str>, content: &Rendered) -> Result<Mail, ComposeError> {
    compose(&Letter {
        id: "0190b2c4-0000-7000-8000-000000000001",
        host: "music.example.org",
        from: &"Les Disques d’été <music@example.org>".parse().unwrap(),
        to,
        written_at: SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000),
        unsubscribe_url,
        is_automatic: true,
        content,
    })
}

fn ada() -> Mailbox {
    Mailbox::new(Some("Ada Loïc"), "ada@example.org").unwrap()
}

/// What Python's parser makes of it.
fn parsed(mail: &Mail) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/parse_mail.py");
    let mut python = Command::new("python3").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    python.stdin.take().unwrap().write_all(&mail.bytes).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn both_parsers_read_what_was_written() {
    let content = rendered();
    let mail = mail(&ada(), None, &content).unwrap();
    let python = parsed(&mail);
    let headers = &python["headers"];
    assert_eq!(headers["subject"], content.subject);
    assert_eq!(headers["from"], "Les Disques d’été <music@example.org>");
    assert_eq!(headers["to"], "Ada Loïc <ada@example.org>");
    assert_eq!(headers["date"], "Thu, 28 May 2026 20:26:40 +0000");
    assert_eq!(headers["message-id"], "<0190b2c4-0000-7000-8000-000000000001@music.example.org>");
    assert_eq!(headers["auto-submitted"], "auto-generated");
    assert_eq!(python["content_type"], "multipart/alternative");
    let parts: Vec<_> = ["text/plain", "text/html"]
        .into_iter()
        .zip([&content.text, &content.html])
        .map(|(kind, text)| json!({"type": kind, "charset": "utf-8", "encoding": "quoted-printable", "content": text}))
        .collect();
    assert_eq!(python["parts"], Value::Array(parts));
    assert_eq!(python["defects"], json!([]));

    let parser = MessageParser::default();
    let rust = parser.parse(&mail.bytes).unwrap();
    assert_eq!(rust.subject(), Some(&*content.subject));
    assert_eq!(rust.to().unwrap().first().unwrap().name(), Some("Ada Loïc"));
    assert_eq!(rust.body_text(0).unwrap().replace("\r\n", "\n"), content.text);
    assert_eq!(rust.body_html(0).unwrap().replace("\r\n", "\n"), content.html);
}

#[test]
fn a_message_is_ascii_in_short_lines_that_end_with_crlf() {
    let python = parsed(&mail(&ada(), None, &rendered()).unwrap());
    assert_eq!((&python["is_ascii"], &python["bare_newlines"]), (&json!(true), &json!(0)));
    assert!(python["longest_line"].as_u64().unwrap() <= 78, "{}", python["longest_line"]);
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let content = rendered();
    assert_eq!(mail(&ada(), None, &content).unwrap().bytes, mail(&ada(), None, &content).unwrap().bytes);
}

#[test]
fn a_mail_that_can_be_turned_off_says_how_in_one_click() {
    let url = "https://music.example.org/api/v1/mail/unsubscribe?token=abcdefghijklmnopqrstuvwxyz0123456789\
               ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mail = mail(&ada(), Some(url), &rendered()).unwrap();
    let python = parsed(&mail);
    assert_eq!(python["headers"]["list-unsubscribe"], format!("<{url}>"));
    assert_eq!(python["headers"]["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
    let raw = String::from_utf8(mail.bytes).unwrap();
    assert!(raw.contains(&format!("List-Unsubscribe: <{url}>\r\n")), "the address stands in one piece");
}

#[test]
fn one_click_is_promised_over_https_only() {
    let python = parsed(&mail(&ada(), Some("http://music.local/u?token=a"), &rendered()).unwrap());
    assert_eq!(python["headers"]["list-unsubscribe"], "<http://music.local/u?token=a>");
    assert_eq!(python["headers"].get("list-unsubscribe-post"), None);
}

#[test]
fn no_name_and_no_subject_can_add_a_header() {
    let plain = parsed(&mail(&ada(), None, &rendered()).unwrap())["header_count"].clone();
    for evil in
        ["x\r\nBcc: all@example.org", "x\nBcc: all@example.org\n\nbody", "x\rBcc: a@b.example", "x\0\u{85}Bcc: y"]
    {
        let to = Mailbox::new(Some(evil), "ada@example.org").unwrap();
        let content = Rendered { subject: evil.to_owned(), ..rendered() };
        let python = parsed(&mail(&to, None, &content).unwrap());
        assert_eq!(python["header_count"], plain, "{evil:?}: {}", python["headers"]);
        assert_eq!(python["headers"].get("bcc"), None);
        assert_eq!(python["parts"].as_array().unwrap().len(), 2);
        assert_eq!(python["bare_newlines"], 0);
    }
}

#[test]
fn what_cannot_stand_in_a_header_is_refused() {
    for address in ["ada", "ada@example.org\r\nBcc: x@example.org", "a b@example.org", "<ada@example.org>", ""] {
        assert_eq!(Mailbox::new(None, address).err(), Some(ComposeError::Address(address.to_owned())));
    }
    for url in ["https://music.example.org/\r\nBcc: x", "https://a.example/>", "https://été.example", ""] {
        assert_eq!(mail(&ada(), Some(url), &rendered()).err(), Some(ComposeError::Header("unsubscribe URL")), "{url}");
    }
}
