//! The configuration: layers, refusals with hints, and a reference that is true.

use std::collections::BTreeMap;

use sillon::config::{Origin, Role, SETTINGS, Sources, load, sample};

fn with_file(content: &str) -> Sources {
    Sources { file: Some(("sillon.toml".to_owned(), content.to_owned())), ..Sources::default() }
}

fn refusal(sources: &Sources) -> String {
    load(sources).expect_err("it was accepted").to_string()
}

#[test]
fn later_layers_win() {
    let mut sources = with_file("[server]\nlisten = \"127.0.0.1:1\"\nsession_days = 7\n[uploads]\nmax_bytes = 5\n");
    sources.variables = BTreeMap::from([
        ("SILLON_LISTEN".to_owned(), "127.0.0.1:2".to_owned()),
        ("SILLON_UPLOAD_MAX_BYTES".to_owned(), "6".to_owned()),
    ]);
    sources.flags = vec![("server.listen", "127.0.0.1:3".to_owned()), ("server.roles", "api, worker".to_owned())];
    let loaded = load(&sources).unwrap();
    assert_eq!(loaded.config.server.listen.port(), 3);
    assert_eq!(loaded.config.uploads.max_bytes, 6);
    assert_eq!(loaded.config.server.session_days, 7);
    assert_eq!(loaded.config.server.roles, [Role::Api, Role::Worker]);
    let origin = |key| loaded.values.iter().find(|(name, _, _)| *name == key).unwrap().2;
    assert_eq!(origin("server.listen"), Origin::Flag);
    assert_eq!(origin("uploads.max_bytes"), Origin::Variable);
    assert_eq!(origin("server.session_days"), Origin::File);
    assert_eq!(origin("instance.name"), Origin::Default);
}

#[test]
fn unknown_names_are_refused_with_what_was_probably_meant() {
    assert!(refusal(&with_file("[server]\nlistne = \"x\"")).contains("Did you mean server.listen?"));
    assert!(refusal(&with_file("[sever]\nlisten = \"x\"")).contains("Did you mean server.listen?"));
    let variables = BTreeMap::from([("SILLON_LISTENS".to_owned(), String::new())]);
    assert!(refusal(&Sources { variables, ..Sources::default() }).contains("Did you mean SILLON_LISTEN?"));
}

#[test]
fn addresses_of_others_hold_no_password() {
    let said = refusal(&with_file("[launch]\nsentry_url = \"https://ada:open-sesame@sentry.example.org\""));
    assert!(said.contains("launch.sentry_url") && said.contains("use the token"), "{said}");
    assert!(!said.contains("open-sesame"), "{said}");
}

const CLEAR_PASSWORD: &str = "[mail]\ntransport = \"smtp\"\nfrom = \"a@example.org\"\nsmtp_host = \"h.example\"\n\
    smtp_security = \"none\"\nsmtp_user = \"u\"\nsmtp_password = \"p\"";

#[test]
fn values_that_do_not_fit_are_refused_by_name() {
    for (content, named) in [
        ("[server]\nlisten = \"here\"", "server.listen"),
        ("[server]\nroles = [\"apj\"]", "server.roles"),
        ("[server]\nroles = []", "server.roles"),
        ("[server]\npublic_url = \"music.example\"", "server.public_url"),
        ("[server]\nsession_days = -1", "server.session_days"),
        ("[launch]\nfeedback_url = \"the form\"", "launch.feedback_url"),
        ("[launch]\nstatus_url = \"ftp://status.example.org\"", "launch.status_url"),
        ("[instance]\nregistration = \"maybe\"", "instance.registration"),
        ("[uploads]\nmax_bytes = \"much\"", "uploads.max_bytes"),
        ("[mail]\ntransport = \"pigeon\"", "mail.transport"),
        ("[mail]\nfrom = \"music\"", "mail.from"),
        ("[mail]\ntransport = \"smtp\"\nsmtp_host = \"mail.example.org\"", "mail.from"),
        ("[mail]\ntransport = \"smtp\"\nfrom = \"a@example.org\"", "mail.smtp_host"),
        (
            "[mail]\ntransport = \"smtp\"\nfrom = \"a@example.org\"\nsmtp_host = \"h\"\nsmtp_user = \"u\"",
            "mail.smtp_user",
        ),
        ("[mail]\ntransport = \"command\"\nfrom = \"a@example.org\"\ncommand_limit_seconds = 0", "mail.command_limit"),
        (CLEAR_PASSWORD, "mail.smtp_security"),
        ("[mail]\ntransport = \"command\"\nfrom = \"a@example.org\"\ncommand = []", "mail.command"),
        ("[analytics]\nplay_days = 1", "analytics.play_days"),
        ("[server", "sillon.toml"),
    ] {
        let refusal = refusal(&with_file(content));
        assert!(refusal.contains(named), "{content}: {refusal}");
    }
}

#[test]
fn the_sample_file_says_the_defaults() {
    let uncommented: String = sample()
        .lines()
        .filter_map(|line| match line.strip_prefix('#') {
            Some(text) if text.starts_with(' ') => None,
            Some(setting) => Some(format!("{setting}\n")),
            None => Some(format!("{line}\n")),
        })
        .collect();
    let (given, default) = (load(&with_file(&uncommented)).unwrap(), load(&Sources::default()).unwrap());
    assert_eq!(format!("{:?}", given.config), format!("{:?}", default.config));
    assert!(given.values.iter().all(|(_, _, origin)| *origin == Origin::File));
    assert_eq!(given.values.len(), SETTINGS.len());
}
