//! Every mail in every language: complete, readable by others' parsers, and without anything that is loaded or counted.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::{
    collections::BTreeSet,
    io::Write,
    process::{Command, Stdio},
};

use mail_parser::MessageParser;
use serde_json::Value;
use sillon_domain::{
    Settings,
    database::entities::account::Language,
    mails::{self, MailKind},
};
use sillon_mail::{Mail, Rendered};
use sillon_worker::{Draft, Mailer};

const LANGUAGES: [Language; 2] = [Language::English, Language::French];
const SITE: &str = "https://music.example.org";

fn write(kind: &MailKind, language: Language, public_url: Option<&str>) -> (Rendered, Mail) {
    let settings = Settings { public_url: public_url.map(str::to_owned), ..Settings::default() };
    let unsubscribe = public_url.map(|url| format!("{url}/api/v1/mail/unsubscribe?token=abc"));
    let draft = Draft {
        id: "0190b2c4-0000-7000-8000-000000000001",
        template: kind.template,
        language,
        to_name: "Ada <b>&",
        to_address: "ada@example.org",
        values: &(kind.example)(),
        unsubscribe_url: unsubscribe.as_deref().filter(|_| kind.category.is_optional()),
        written_at: std::time::SystemTime::UNIX_EPOCH,
    };
    Mailer::off().write(&settings, draft).unwrap_or_else(|error| panic!("{} {language:?}: {error}", kind.template))
}

fn every_mail() -> Vec<(&'static MailKind, Language, Option<&'static str>, Rendered, Mail)> {
    let mut mails = Vec::new();
    for kind in mails::ALL {
        for language in LANGUAGES {
            for url in [None, Some(SITE)] {
                let (rendered, mail) = write(kind, language, url);
                mails.push((kind, language, url, rendered, mail));
            }
        }
    }
    mails
}

#[test]
fn every_kind_has_its_templates_and_every_template_its_kind() {
    let kinds: BTreeSet<&str> = mails::ALL.iter().map(|kind| kind.template).collect();
    assert_eq!(kinds.len(), mails::ALL.len(), "two kinds have one template");
    let mailer = Mailer::off();
    assert_eq!(mailer.templates().collect::<BTreeSet<_>>(), kinds);
    assert_eq!(every_mail().len(), kinds.len() * 4);
}

#[test]
fn french_is_not_english() {
    for kind in mails::ALL {
        let [english, french] = LANGUAGES.map(|language| write(kind, language, Some(SITE)).0);
        assert_ne!(english.subject, french.subject, "{}", kind.template);
        assert_ne!(english.text, french.text, "{}", kind.template);
        assert!(english.html.contains("<html lang=\"en\">") && french.html.contains("<html lang=\"fr\">"));
    }
}

#[test]
fn a_mail_loads_nothing_counts_nobody_and_escapes_names() {
    for (kind, language, url, rendered, _) in every_mail() {
        let about = format!("{} {language:?} {url:?}", kind.template);
        for loads in ["<img", "src=", "url(", "<script", "<link", "@import", "&#x2f;", "{{", "{%"] {
            assert!(!rendered.html.contains(loads), "{about}: {loads} in {}", rendered.html);
        }
        for address in rendered.html.split("http").skip(1) {
            assert!(format!("http{address}").starts_with(SITE), "{about}: http{}", &address[..40.min(address.len())]);
        }
        assert_eq!(rendered.text.contains(SITE), url.is_some(), "{about}: {}", rendered.text);
        assert!(!rendered.html.contains("Ada <b>"), "{about}");
        assert!(rendered.text.lines().all(|line| line.chars().count() <= 120), "{about}: {}", rendered.text);
        assert!(!rendered.text.contains("\n\n\n"), "{about}: {:?}", rendered.text);
        assert!(!rendered.text.starts_with('\n'), "{about}: {:?}", rendered.text);
    }
}

#[test]
fn only_mails_that_can_be_turned_off_say_how() {
    for (kind, _, url, rendered, mail) in every_mail() {
        let ends = url.is_some() && kind.category.is_optional();
        let raw = String::from_utf8(mail.bytes).unwrap();
        for content in [&rendered.text, &rendered.html, &raw] {
            assert_eq!(
                content.contains("/api/v1/mail/unsubscribe?token=3Dabc") || content.contains("unsubscribe?token=abc"),
                ends
            );
        }
        assert_eq!(raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), ends, "{}", kind.template);
    }
}

#[test]
fn two_parsers_read_every_mail_as_it_was_meant() {
    for (kind, language, _, rendered, mail) in every_mail() {
        let about = format!("{} {language:?}", kind.template);
        let parser = MessageParser::default();
        let rust = parser.parse(&mail.bytes).unwrap();
        let python = read_by_python(&mail.bytes);
        assert_eq!(rust.subject(), Some(&*rendered.subject), "{about}");
        assert_eq!(python["headers"]["subject"], rendered.subject, "{about}");
        assert_eq!(rust.body_text(0).unwrap().replace("\r\n", "\n"), rendered.text, "{about}");
        assert_eq!(python["parts"][0]["content"], rendered.text, "{about}");
        assert_eq!(rust.body_html(0).unwrap().replace("\r\n", "\n"), rendered.html, "{about}");
        assert_eq!(python["parts"][1]["content"], rendered.html, "{about}");
        assert_eq!(python["defects"], Value::Array(Vec::new()), "{about}");
    }
}

fn read_by_python(message: &[u8]) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../mail/tests/parse_mail.py");
    let mut python = Command::new("python3").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    python.stdin.take().unwrap().write_all(message).unwrap();
    serde_json::from_slice(&python.wait_with_output().unwrap().stdout).unwrap()
}
