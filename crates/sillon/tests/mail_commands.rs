//! `sillon mail …`, what `sillon doctor` says of mail, and that no password is printed.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::{
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};

use serde_json::{Value, json};
use sillon_testing::sillon_binary;

fn sillon(folder: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    Command::new(sillon_binary())
        .args(arguments)
        .current_dir(folder)
        .env("SILLON_DATA_DIR", folder.join("data"))
        .envs(settings.iter().copied())
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_preview_shows_each_part_of_each_mail() {
    let folder = tempfile::tempdir().unwrap();
    let names = printed(&sillon(folder.path(), &[], &["mail", "preview"]));
    let names: Vec<_> = names.lines().collect();
    let known: Vec<_> = sillon_domain::mails::ALL.iter().map(|kind| kind.template).collect();
    assert_eq!(names, known);
    assert!(names.contains(&"welcome"), "{names:?}");
    let text = printed(&sillon(folder.path(), &[], &["mail", "preview", "welcome", "--language", "fr"]));
    assert!(text.starts_with("Subject: Bienvenue sur Sillon\n\nBonjour Ada,\n"), "{text}");
    let html = printed(&sillon(folder.path(), &[], &["mail", "preview", "welcome", "--part", "html"]));
    assert!(html.starts_with("<!doctype html>"), "{html}");
    let eml = printed(&sillon(folder.path(), &[], &["mail", "preview", "welcome", "--part", "eml"]));
    assert!(eml.contains("\r\nMIME-Version: 1.0\r\n") && eml.contains("multipart/alternative"), "{eml}");
    let written = printed(&sillon(folder.path(), &[], &["mail", "preview", "welcome", "--out", "out"]));
    assert_eq!(written, "out/welcome.en.txt\nout/welcome.en.html\nout/welcome.en.eml\n");
    assert_eq!(std::fs::read_to_string(folder.path().join("out/welcome.en.html")).unwrap(), html);
    assert!(!sillon(folder.path(), &[], &["mail", "preview", "farewell"]).status.success());
}

#[test]
fn a_test_mail_says_what_was_answered() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("sendmail");
    std::fs::write(&program, "#!/bin/sh\ncat > /dev/null\necho 'server message: 550 5.1.1 nobody' >&2\nexit 67\n")
        .unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let settings = [
        ("SILLON_MAIL_TRANSPORT", "command"),
        ("SILLON_MAIL_COMMAND", program.to_str().unwrap()),
        ("SILLON_MAIL_FROM", "music@example.org"),
    ];
    let refused = sillon(folder.path(), &settings, &["mail", "test", "ada@example.org", "--format", "json"]);
    assert!(!refused.status.success());
    let said: Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!((&said["outcome"], &said["status"]), (&json!("no_such_recipient"), &json!("550 5.1.1")), "{said}");

    let written = printed(&sillon(folder.path(), &[], &["mail", "test", "ada@example.org", "--language", "fr"]));
    assert!(written.starts_with("accepted: written to "), "{written}");
    assert_eq!(std::fs::read_dir(folder.path().join("data/mail")).unwrap().count(), 1);
    assert!(!sillon(folder.path(), &[], &["mail", "test", "nobody"]).status.success());
}

#[test]
fn an_operator_keeps_the_list_of_those_who_get_no_mail() {
    let folder = tempfile::tempdir().unwrap();
    let run =
        |arguments: &[&str]| printed(&sillon(folder.path(), &[], &[&["mail", "suppressions"], arguments].concat()));
    assert_eq!(run(&["list", "--format", "json"]), "[]\n");
    assert_eq!(run(&["add", "Ada@Example.org", "--note", "asked by letter"]), "The address is on the list now.\n");
    assert_eq!(run(&["add", "ada@example.org"]), "The address was on the list already.\n");
    run(&["add", "ben@example.org", "--category", "music"]);
    let listed: Value = serde_json::from_str(&run(&["list", "--format", "json"])).unwrap();
    let ada = listed.as_array().unwrap().iter().find(|row| row["address"] == "ada@example.org").unwrap();
    assert_eq!((&ada["category"], &ada["reason"]), (&json!("all"), &json!("operator")));
    assert_eq!(ada["detail"], "asked by letter");
    assert_eq!(run(&["remove", "ada@example.org", "--format", "json"]), "{\"changed\":true}\n");
    assert_eq!(run(&["remove", "ada@example.org"]), "The address was not on the list.\n");
    let wrong = ["mail", "suppressions", "add", "eve@example.org", "--category", "transactional"];
    assert!(!sillon(folder.path(), &[], &wrong).status.success());
}

#[test]
fn the_password_is_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("SILLON_MAIL_TRANSPORT", "smtp"),
        ("SILLON_MAIL_FROM", "music@example.org"),
        ("SILLON_MAIL_SMTP_HOST", "127.0.0.1"),
        ("SILLON_MAIL_SMTP_PORT", "1"),
        ("SILLON_MAIL_SMTP_USER", "sillon"),
        ("SILLON_MAIL_SMTP_PASSWORD", "correct-horse"),
        ("SILLON_LOG", "trace"),
    ];
    let shown = printed(&sillon(folder.path(), &settings, &["config"]));
    assert!(shown.contains("mail.smtp_password "), "{shown}");
    let doctor = sillon(folder.path(), &settings, &["doctor"]);
    let report = String::from_utf8(doctor.stdout).unwrap();
    assert!(report.contains("BAD   mail           127.0.0.1:1: "), "{report}");
    let sent = sillon(folder.path(), &settings, &["mail", "test", "ada@example.org"]);
    for text in
        [shown, report, String::from_utf8_lossy(&sent.stderr).into(), String::from_utf8_lossy(&sent.stdout).into()]
    {
        assert!(!text.contains("correct-horse"), "{text}");
    }
}

#[test]
fn doctor_says_that_a_folder_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let report = sillon(folder.path(), &[], &["doctor", "--format", "json"]);
    let checks: Value = serde_json::from_slice(&report.stdout).unwrap();
    let mail = checks.as_array().unwrap().iter().find(|check| check["check"] == "mail").unwrap();
    assert_eq!(mail["state"], "note", "{mail}");
    assert!(mail["detail"].as_str().unwrap().contains("nobody is sent any"), "{mail}");
}
