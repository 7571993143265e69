//! Against a real SMTP server (aiosmtpd, in Python), whose answers the recipient chooses.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, SystemTime},
};

use sillon_mail::{
    Delivery, Letter, Mail, Mailbox, Outcome, Patience, Rendered, Security, Smtp, SmtpServer, Transport, compose,
};
use tempfile::TempDir;

/// The server's process; it ends with the test.
struct Server {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = root.join("../../target/python/bin/python");
        assert!(python.exists(), "scripts/bootstrap.sh test makes {}", python.display());
        let mut child = Command::new(python)
            .arg(root.join("tests/smtp_server.py"))
            .arg(folder.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, port: line.trim().parse().expect("the server says its port"), folder }
    }

    fn with_tls(kind: &str, certificates: &Certificates) -> Self {
        let [certificate, key] = [&certificates.certificate, &certificates.key].map(|path| path.to_str().unwrap());
        Self::start(&["--tls", kind, "--certificate", certificate, "--key", key, "--sign-in"])
    }

    fn settings(&self) -> SmtpServer {
        SmtpServer {
            host: "localhost".to_owned(),
            port: self.port,
            security: Security::None,
            credentials: None,
            extra_roots: None,
            own_name: "music.example.org".to_owned(),
            patience: Patience {
                step: Duration::from_secs(10),
                message: Duration::from_secs(2),
                idle: Duration::from_secs(30),
            },
        }
    }

    fn transport(&self) -> Transport {
        smtp(self.settings())
    }

    /// What was taken, in order.
    fn received(&self) -> Vec<Vec<u8>> {
        let files = fs::read_dir(&self.folder).unwrap().map(|entry| entry.unwrap().path());
        let mut messages: Vec<PathBuf> =
            files.filter(|path| path.extension().is_some_and(|end| end == "eml")).collect();
        messages.sort();
        messages.iter().map(|path| fs::read(path).unwrap()).collect()
    }

    fn connections(&self) -> usize {
        fs::read_to_string(self.folder.path().join("connections")).unwrap().lines().count()
    }
}

/// A certificate for localhost that nobody knows, and its key.
struct Certificates {
    _folder: TempDir,
    certificate: PathBuf,
    key: PathBuf,
}

fn certificates() -> Certificates {
    let folder = tempfile::tempdir().unwrap();
    let [certificate, key] = ["certificate.pem", "key.pem"].map(|name| folder.path().join(name));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-addext"])
        .args(["basicConstraints=critical,CA:FALSE", "-out"])
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(made.success());
    Certificates { _folder: folder, certificate, key }
}

fn smtp(server: SmtpServer) -> Transport {
    Transport::Smtp(Smtp::new(server).unwrap())
}

fn mail_from(from: &str, to: &str) -> Mail {
    let content = Rendered {
        subject: "Hello".to_owned(),
        text: ".\n..\nA line that begins with a dot is one.\n".to_owned(),
        html: "<p>Hello</p>\n".to_owned(),
    };
    let letter = Letter {
        id: "0190b2c4-0000-7000-8000-000000000001",
        host: "music.example.org",
        from: &from.parse().unwrap(),
        to: &Mailbox::new(None, to).unwrap(),
        written_at: SystemTime::UNIX_EPOCH,
        unsubscribe_url: None,
        is_automatic: true,
        content: &content,
    };
    compose(&letter).unwrap()
}

fn mail(to: &str) -> Mail {
    mail_from("music@example.org", to)
}

fn shown(delivery: &Delivery) -> (Outcome, String) {
    (delivery.outcome, delivery.to_string())
}

#[tokio::test]
async fn a_message_arrives_byte_by_byte() {
    let server = Server::start(&[]);
    let mail = mail("ada@example.org");
    let delivery = server.transport().send(&mail).await;
    assert_eq!(shown(&delivery), (Outcome::Accepted, "250 2.0.0: queued as 0001".to_owned()));
    let received = server.received();
    assert_eq!(received.len(), 1);
    assert_eq!(String::from_utf8_lossy(&received[0]), String::from_utf8_lossy(&mail.bytes));
}

#[tokio::test]
async fn every_answer_has_its_meaning() {
    let server = Server::start(&[]);
    let transport = server.transport();
    for (local, outcome, text) in [
        ("nobody", Outcome::NoSuchRecipient, "550 5.1.1: no such user here"),
        ("gone", Outcome::NoSuchRecipient, "550 5.1.1: there was nobody after all"),
        ("blocked", Outcome::Refused, "550 5.7.1: you are on a list"),
        ("bare", Outcome::Refused, "550: mailbox unavailable"),
        ("spam", Outcome::Refused, "554 5.7.1: we do not want this"),
        ("later", Outcome::TryLater, "451 4.3.0: try again later"),
        ("full", Outcome::TryLater, "452 4.2.2: mailbox full"),
        ("busy", Outcome::TryLater, "451 4.3.2: busy just now"),
    ] {
        let delivery = transport.send(&mail(&format!("{local}@example.org"))).await;
        assert_eq!(shown(&delivery), (outcome, text.to_owned()), "{local}");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_refused_sender_is_a_matter_of_the_operator_and_waits() {
    let server = Server::start(&[]);
    let delivery = server.transport().send(&mail_from("unwelcome@example.org", "ada@example.org")).await;
    assert_eq!(shown(&delivery), (Outcome::TryLater, "553 5.7.1: you may not send as this".to_owned()));
}

#[tokio::test]
async fn a_line_that_breaks_after_the_message_leaves_its_fate_unknown() {
    let server = Server::start(&[]);
    let delivery = server.transport().send(&mail("hang-up@example.org")).await;
    assert_eq!(delivery.outcome, Outcome::Unknown, "{delivery}");
    assert_eq!(server.received().len(), 1, "this one was taken");
}

#[tokio::test]
async fn silence_after_the_message_leaves_its_fate_unknown() {
    let server = Server::start(&[]);
    let delivery = server.transport().send(&mail("silence@example.org")).await;
    assert_eq!(shown(&delivery), (Outcome::Unknown, "no answer in time".to_owned()));
}

#[tokio::test]
async fn a_line_that_breaks_before_the_message_is_tried_later() {
    let server = Server::start(&[]);
    let delivery = server.transport().send(&mail("hang-up-early@example.org")).await;
    assert_eq!(delivery.outcome, Outcome::TryLater, "{delivery}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_later() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = Server::start(&[]);
    let transport = smtp(SmtpServer { port: free, ..server.settings() });
    let delivery = transport.send(&mail("ada@example.org")).await;
    assert_eq!(delivery.outcome, Outcome::TryLater, "{delivery}");
    assert!(delivery.text.starts_with(&format!("localhost:{free}: ")), "{delivery}");
    assert!(transport.check().await.is_err());
}

#[tokio::test]
async fn a_connection_serves_many_messages_and_a_broken_one_is_replaced() {
    let server = Server::start(&[]);
    let transport = server.transport();
    for _ in 0..5 {
        assert_eq!(transport.send(&mail("ada@example.org")).await.outcome, Outcome::Accepted);
    }
    assert_eq!(server.connections(), 1);
    assert_eq!(transport.send(&mail("hang-up@example.org")).await.outcome, Outcome::Unknown);
    assert_eq!(transport.send(&mail("ada@example.org")).await.outcome, Outcome::Accepted);
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn addresses_beyond_ascii_are_sent_where_the_server_takes_them() {
    let server = Server::start(&[]);
    let delivery = server.transport().send(&mail("élise@example.org")).await;
    assert_eq!(delivery.outcome, Outcome::Accepted, "{delivery}");
}

#[tokio::test]
async fn mail_goes_over_tls_with_a_password() {
    let certificates = certificates();
    for (kind, security) in [("starttls", Security::StartTls), ("tls", Security::Tls)] {
        let server = Server::with_tls(kind, &certificates);
        let settings = |password: &str| SmtpServer {
            security,
            credentials: Some(("sillon".to_owned(), password.to_owned())),
            extra_roots: Some(fs::read(&certificates.certificate).unwrap()),
            ..server.settings()
        };
        let transport = smtp(settings("correct horse"));
        let found = transport.check().await.unwrap();
        assert_eq!(found, format!("localhost:{} answers as mail.test over TLS, signed in", server.port), "{kind}");
        let delivery = transport.send(&mail("ada@example.org")).await;
        assert_eq!(delivery.outcome, Outcome::Accepted, "{kind}: {delivery}");
        let wrong = smtp(settings("wrong horse")).send(&mail("ada@example.org")).await;
        let code = wrong.status.map(|status| status.code);
        assert_eq!((wrong.outcome, code), (Outcome::TryLater, Some(535)), "{kind}: {wrong}");
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_gets_no_mail() {
    let certificates = certificates();
    for (kind, security) in [("starttls", Security::StartTls), ("tls", Security::Tls)] {
        let server = Server::with_tls(kind, &certificates);
        let delivery = smtp(SmtpServer { security, ..server.settings() }).send(&mail("ada@example.org")).await;
        assert_eq!(delivery.outcome, Outcome::TryLater, "{kind}: {delivery}");
        assert!(server.received().is_empty());
    }
}

#[tokio::test]
async fn a_server_without_starttls_gets_no_mail_in_the_clear() {
    let server = Server::start(&[]);
    let transport = smtp(SmtpServer { security: Security::StartTls, ..server.settings() });
    let delivery = transport.send(&mail("ada@example.org")).await;
    assert_eq!(delivery.outcome, Outcome::TryLater, "{delivery}");
    assert!(delivery.text.contains("STARTTLS"), "{delivery}");
    assert!(server.received().is_empty());
}
