//! The command transport with programs that answer as sendmail and msmtp do.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime},
};

use sillon_mail::{Command, Delivery, Folder, Letter, Mail, Mailbox, Outcome, Rendered, Transport, compose};

fn mail(text: &str) -> Mail {
    let content = Rendered { subject: "Hello".to_owned(), text: text.to_owned(), html: "<p>Hello</p>".to_owned() };
    let letter = Letter {
        id: "0190b2c4-0000-7000-8000-000000000001",
        host: "music.example.org",
        from: &"Music <music@example.org>".parse().unwrap(),
        to: &Mailbox::new(Some("Ada"), "ada@example.org").unwrap(),
        written_at: SystemTime::UNIX_EPOCH,
        unsubscribe_url: None,
        is_automatic: true,
        content: &content,
    };
    compose(&letter).unwrap()
}

fn program(folder: &Path, body: &str) -> PathBuf {
    let path = folder.join("sendmail");
    fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

async fn run(body: &str, mail: &Mail, patience: Duration) -> Delivery {
    let folder = tempfile::tempdir().unwrap();
    let words = [program(folder.path(), body).display().to_string(), "-i".to_owned()];
    let transport = Transport::Command(Command::new(&words, patience).unwrap());
    assert!(transport.check().await.is_ok());
    transport.send(mail).await
}

const LONG: Duration = Duration::from_secs(30);

#[tokio::test]
async fn the_program_gets_arguments_without_a_shell_and_the_message_on_its_input() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display();
    let mail = mail("Hello; $(touch /tmp/x)\n");
    let body = format!("printf '%s\\n' \"$@\" > {out}/arguments; cat > {out}/message; env > {out}/environment");
    let delivery = run(&body, &mail, LONG).await;
    assert_eq!(delivery.outcome, Outcome::Accepted, "{delivery}");
    let read = |name| fs::read(folder.path().join(name)).unwrap();
    assert_eq!(String::from_utf8(read("arguments")).unwrap(), "-i\n-f\nmusic@example.org\n--\nada@example.org\n");
    assert_eq!(read("message"), mail.bytes);
    let environment = String::from_utf8(read("environment")).unwrap();
    assert!(!environment.contains("CARGO"), "nothing of our environment is handed on: {environment}");
}

#[tokio::test]
async fn exit_statuses_are_told_apart() {
    for (body, outcome) in [
        ("exit 0", Outcome::Accepted),
        ("exit 67", Outcome::NoSuchRecipient),
        ("exit 65", Outcome::Refused),
        ("exit 75", Outcome::TryLater),
        ("exit 78", Outcome::TryLater),
        ("exit 74", Outcome::Unknown),
        ("kill -9 $$", Outcome::Unknown),
        ("echo 'msmtp: server message: 550 5.1.1 no such user' >&2; exit 69", Outcome::NoSuchRecipient),
        ("echo 'msmtp: server message: 421 4.7.0 slow down' >&2; exit 69", Outcome::TryLater),
    ] {
        let delivery = run(&format!("cat > /dev/null; {body}"), &mail("Hello\n"), LONG).await;
        assert_eq!(delivery.outcome, outcome, "{body}: {delivery}");
    }
}

#[tokio::test]
async fn what_the_program_said_is_kept_with_its_status() {
    let body = "cat > /dev/null; echo 'server message: 550 5.1.1 no such user' >&2; exit 65";
    let delivery = run(body, &mail("Hello\n"), LONG).await;
    assert_eq!(delivery.status.unwrap().to_string(), "550 5.1.1");
    assert_eq!(delivery.text, "exit status 65 (message or recipient refused): server message: 550 5.1.1 no such user");
}

#[tokio::test]
async fn a_program_that_decides_before_it_reads_is_heard() {
    let delivery = run("exit 67", &mail(&"A long text.\n".repeat(100_000)), LONG).await;
    assert_eq!(delivery.outcome, Outcome::NoSuchRecipient, "{delivery}");
}

#[tokio::test]
async fn a_program_that_says_too_much_is_not_waited_for() {
    let delivery = run("cat > /dev/null; head -c 3000000 /dev/zero; exit 0", &mail("Hello\n"), LONG).await;
    assert_eq!(delivery.outcome, Outcome::Accepted);
}

#[tokio::test]
async fn a_program_that_takes_too_long_is_ended_with_what_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().join("still-running");
    let body = format!("(sleep 3; touch {}) & sleep 60", mark.display());
    let began = Instant::now();
    let delivery = run(&body, &mail("Hello\n"), Duration::from_millis(500)).await;
    assert_eq!(delivery.outcome, Outcome::Unknown, "{delivery}");
    assert!(began.elapsed() < Duration::from_secs(20));
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(!mark.exists(), "its child went on");
}

#[tokio::test]
async fn a_program_that_is_not_there_is_tried_later_and_found_by_the_check() {
    let transport = Transport::Command(Command::new(&["/nowhere/sendmail".to_owned()], LONG).unwrap());
    assert_eq!(transport.send(&mail("Hello\n")).await.outcome, Outcome::TryLater);
    assert!(transport.check().await.is_err());
    assert!(Command::new(&[], LONG).is_err());
}

#[tokio::test]
async fn a_folder_gets_one_file_for_each_message_however_often_it_is_sent() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("mail");
    let transport = Transport::Folder(Folder::new(folder.clone()));
    transport.check().await.unwrap();
    let mail = mail("Hello\n");
    for _ in 0..2 {
        assert_eq!(transport.send(&mail).await.outcome, Outcome::Accepted);
    }
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files, [folder.join(format!("{}.eml", mail.id))]);
    assert_eq!(fs::read(&files[0]).unwrap(), mail.bytes);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_tried_later() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("mail"), "a file").unwrap();
    let transport = Transport::Folder(Folder::new(place.path().join("mail")));
    assert_eq!(transport.send(&mail("Hello\n")).await.outcome, Outcome::TryLater);
    assert!(transport.check().await.is_err());
}
