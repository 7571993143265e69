//! The letter as two independent parsers read it: mail-parser (Rust) and Python's `email`.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::{
    io::Write,
    process::{Command, Stdio},
};

use chrono::{DateTime, TimeDelta, Utc};
use mail_parser::{MessageParser, MimeHeaders};
use serde_json::Value;
use sillon_database::{
    entities::{
        beta_invite::{self, DeliveryState},
        role::BuiltIn,
    },
    ids::InvitationId,
};
use sillon_launch::mail::{Language, LetterSettings, Letters, MissingValue, letter_id};

const CODE: &str = "0123456789ABCDEF";

fn now() -> DateTime<Utc> {
    "2026-06-21T18:00:00Z".parse().unwrap()
}

fn settings() -> LetterSettings {
    LetterSettings {
        instance_name: "Sillon d’été".to_owned(),
        public_url: "https://music.example.org".to_owned(),
        from_address: "bonjour@music.example.org".to_owned(),
        from_name: "Léa, de Sillon".to_owned(),
        about: "Nous sommes trois : Léa, Karim & Zoé.\n<Pas d’entreprise.>".to_owned(),
        signature: "Léa, Karim et Zoé".to_owned(),
        feedback_url: "https://music.example.org/form?a=1&b=2".to_owned(),
    }
}

fn invitation(email: &str) -> beta_invite::Model {
    beta_invite::Model {
        id: InvitationId::new(now()),
        code: CODE.to_owned(),
        email: email.to_owned(),
        email_key: email.to_lowercase(),
        cohort: "friends".to_owned(),
        role: BuiltIn::Listener,
        used_at: None,
        used_by: None,
        has_played: false,
        has_uploaded: false,
        was_back_after_a_day: false,
        was_back_after_a_week: false,
        expires_at: now() + TimeDelta::days(30),
        sent_by: None,
        replaces: None,
        created_at: now(),
        delivery_state: DeliveryState::Rendered,
        attempts: 0,
        last_smtp_status: None,
    }
}

fn letter(language: Language, email: &str, name: Option<&str>) -> (beta_invite::Model, Vec<u8>) {
    let invitation = invitation(email);
    let mail = Letters::new(settings(), language, None).unwrap().write(&invitation, name, now()).unwrap();
    (invitation, mail)
}

/// What Python makes of a mail.
fn read_by_python(mail: &[u8]) -> Value {
    const PROGRAM: &str = "
import email, email.policy, json, sys
message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = list(message.iter_parts())
print(json.dumps({
    'defects': [str(d) for part in message.walk() for d in part.defects],
    'types': [message.get_content_type()] + [part.get_content_type() for part in parts],
    'encodings': [part['content-transfer-encoding'] for part in parts],
    'charsets': [part.get_content_charset() for part in parts],
    'headers': {name.lower(): str(value) for name, value in message.items()},
    'from': [[a.display_name, a.addr_spec] for a in message['from'].addresses],
    'to': [[a.display_name, a.addr_spec] for a in message['to'].addresses],
    'date': message['date'].datetime.isoformat(),
    'text': parts[0].get_content(), 'html': parts[1].get_content(),
}))";
    let mut python =
        Command::new("python3").args(["-c", PROGRAM]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    python.stdin.take().unwrap().write_all(mail).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn two_parsers_read_the_same_letter() {
    let (invitation, mail) = letter(Language::French, "Zoe@b\u{fc}cher.example", Some("Zoé \"Z\", l’amie"));
    let python = read_by_python(&mail);
    let rust = MessageParser::default().parse(&mail).unwrap();
    assert_eq!(python["defects"], serde_json::json!([]));
    assert_eq!(python["types"], serde_json::json!(["multipart/alternative", "text/plain", "text/html"]));
    assert_eq!(python["encodings"], serde_json::json!(["quoted-printable", "quoted-printable"]));
    assert_eq!(python["charsets"], serde_json::json!(["utf-8", "utf-8"]));
    assert_eq!(python["from"], serde_json::json!([["Léa, de Sillon", "bonjour@music.example.org"]]));
    assert_eq!(python["to"], serde_json::json!([["Zoé \"Z\", l’amie", "Zoe@xn--bcher-kva.example"]]));
    assert_eq!(python["date"], "2026-06-21T18:00:00+00:00");
    let headers = &python["headers"];
    assert_eq!(headers["subject"], "Une invitation : Sillon d’été");
    let id = format!("{}@music.example.org", letter_id(invitation.id));
    assert!(!id.contains(&invitation.id.to_string()), "servers log it, and the invitation's id is enough to decline");
    assert_eq!(headers["message-id"], format!("<{id}>"));
    let unsubscribe = format!("<https://music.example.org/api/v1/invitations/{}/decline>", invitation.id);
    assert_eq!(headers["list-unsubscribe"], unsubscribe);
    assert_eq!(headers["list-unsubscribe-post"], "List-Unsubscribe=One-Click");

    assert_eq!(rust.subject(), Some("Une invitation : Sillon d’été"));
    assert_eq!(rust.message_id(), Some(&*id));
    let from = rust.from().unwrap().first().unwrap();
    assert_eq!((from.name(), from.address()), (Some("Léa, de Sillon"), Some("bonjour@music.example.org")));
    let to = rust.to().unwrap().first().unwrap();
    assert_eq!((to.name(), to.address()), (Some("Zoé \"Z\", l’amie"), Some("Zoe@xn--bcher-kva.example")));
    assert_eq!(rust.date().unwrap().to_rfc3339(), "2026-06-21T18:00:00Z");
    let kinds: Vec<_> = rust.parts.iter().filter_map(|part| part.content_type()?.subtype()).collect();
    assert_eq!(kinds, ["alternative", "plain", "html"]);
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(&rust.body_text(0).unwrap()), lines(python["text"].as_str().unwrap()));
    assert_eq!(lines(&rust.body_html(0).unwrap()), lines(python["html"].as_str().unwrap()));
}

#[test]
fn the_bytes_are_what_mail_servers_take() {
    let (_, mail) = letter(Language::French, "ada@example.org", Some("Ada"));
    let text = String::from_utf8(mail).unwrap();
    assert!(text.is_ascii());
    assert!(text.ends_with("\r\n"));
    for line in text.split("\r\n") {
        // An address cannot be folded.
        assert!(line.len() <= 78 || line.starts_with("List-Unsubscribe: <"), "{line}");
        assert!(!line.contains(['\r', '\n']), "{line:?}");
    }
}

#[test]
fn both_languages_say_everything_without_pressing_or_watching() {
    for (language, greeting, day, sentences) in [
        (
            Language::French,
            "Bonjour Ada,",
            "21 juillet 2026",
            [
                "Nous sommes trois",
                "C’est une bêta",
                "Ce que nous vous demandons",
                "Vos données",
                "Pour venir",
                "si ce n’est pas pour vous",
            ],
        ),
        (
            Language::English,
            "Hello Ada,",
            "21 July 2026",
            [
                "Nous sommes trois",
                "It is a beta",
                "What we ask of you",
                "Your data",
                "To come",
                "if this is not for you",
            ],
        ),
    ] {
        let (invitation, mail) = letter(language, "ada@example.org", Some("Ada"));
        let read = read_by_python(&mail);
        let (text, html) = (read["text"].as_str().unwrap(), read["html"].as_str().unwrap());
        let join = "https://music.example.org/join#code=0123-4567-89AB-CDEF&email=ada%40example.org";
        let decline = format!("https://music.example.org/decline#id={}", invitation.id);
        for (part, link) in [(text, join.to_owned()), (html, join.replace('&', "&amp;"))] {
            assert!(part.contains(greeting) && part.contains(day), "{part}");
            assert!(part.contains(&link) && part.contains(&decline), "{part}");
            assert!(part.contains("0123-4567-89AB-CDEF"));
            for sentence in sentences {
                assert!(part.to_lowercase().contains(&sentence.to_lowercase()), "{sentence}: {part}");
            }
            let lower = part.to_lowercase();
            for pressing in
                ["dernière chance", "plus que", "vite", "urgent", "hurry", "last chance", "only", "limited", "!!"]
            {
                assert!(!lower.split_whitespace().any(|word| word == pressing), "{pressing}: {part}");
            }
        }
        assert!(text.contains("<Pas d’entreprise.>") && html.contains("&lt;Pas d’entreprise.&gt;"));
        for watching in ["<img", "<script", "src=", "url(", "utm_", "@import", "<link"] {
            assert!(!html.contains(watching), "{watching}");
        }
        assert!(html.contains("prefers-color-scheme: dark") && html.contains("<html lang="));
    }
}

#[test]
fn every_link_goes_where_it_says() {
    let (_, mail) = letter(Language::French, "ada@example.org", None);
    let read = read_by_python(&mail);
    let html = read["html"].as_str().unwrap();
    let links: Vec<&str> = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(links.len(), 4, "{links:?}");
    assert!(links.iter().all(|link| link.starts_with("https://music.example.org/")), "{links:?}");
}

#[test]
fn a_setting_that_is_missing_stops_the_run_by_its_name() {
    let settings = LetterSettings { feedback_url: String::new(), signature: " ".to_owned(), ..settings() };
    let refused = Letters::new(settings, Language::French, None).unwrap_err().to_string();
    assert!(refused.contains("launch.signature") && refused.contains("launch.feedback_url"), "{refused}");
}

#[test]
fn a_template_of_ones_own_may_ask_only_for_what_is_known() {
    let template = include_str!("../../../templates/email/beta_invite.eml.template");
    let own = template.replace("{{signature}}", "{{shoe_size}}");
    let refused = Letters::new(settings(), Language::French, Some(&own));
    assert!(matches!(refused, Err(MissingValue::Names(names)) if names == ["shoe_size"]));
    for broken in ["", "Subject: x\n\nno parts\n", &template.replace("text/plain", "text/other")] {
        assert!(matches!(Letters::new(settings(), Language::French, Some(broken)), Err(MissingValue::Template(_))));
    }
}
