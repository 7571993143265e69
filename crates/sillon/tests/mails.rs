//! Which mails people get, when, and what every answer of a mail server leads to.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::{os::unix::fs::PermissionsExt, path::PathBuf, sync::Arc, time::Duration};

use axum::body::Body;
use chrono::{DateTime, TimeDelta, Utc};
use http::{Method, Request, header};
use mail_parser::MessageParser;
use serde::Serialize;
use serde_json::{Value, json};
use sillon_domain::{
    Context, Settings,
    database::entities::{job, mail_suppression::Reason},
    find_instance_secret, instance_secret,
    jobs::{JobFilter, cancel_job, list_jobs},
    mails::{
        Category, Mail, Recipient, Scope, TestMail, add_suppression, forget_ended_mails, list_suppressions, queue_mail,
        unsubscribe_token,
    },
};
use sillon_mail::{Command, Transport};
use sillon_testing::{Person, TestApp, db_test, tone_wave};
use tempfile::TempDir;

const SITE: &str = "https://music.example.org";

/// The same application, reached at an address.
fn at_site(app: &TestApp) -> Context {
    let settings = Settings { public_url: Some(SITE.to_owned()), ..(*app.ctx.settings).clone() };
    Context { settings: Arc::new(settings), ..app.ctx.clone() }
}

/// A program in sendmail's place: notes each run, then ends with this status.
struct Program {
    folder: TempDir,
}

impl Program {
    fn that_exits_with(status: u8) -> Self {
        let program = Self { folder: tempfile::tempdir().unwrap() };
        program.now_exits_with(status);
        program
    }

    fn now_exits_with(&self, status: u8) {
        let script =
            format!("#!/bin/sh\ncat > /dev/null\necho \"$@\" >> {}\nexit {status}\n", self.runs_file().display());
        std::fs::write(self.path(), script).unwrap();
        std::fs::set_permissions(self.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("sendmail")
    }

    fn runs_file(&self) -> PathBuf {
        self.folder.path().join("runs")
    }

    fn runs(&self) -> usize {
        std::fs::read_to_string(self.runs_file()).unwrap_or_default().lines().count()
    }

    fn transport(&self) -> Transport {
        let words = [self.path().display().to_string()];
        Transport::Command(Command::new(&words, Duration::from_secs(20)).unwrap())
    }

    async fn run_jobs(&self, app: &TestApp) {
        app.worker_with(app.ctx.clone(), self.transport()).drain().await.unwrap();
    }
}

async fn mail_jobs(app: &TestApp) -> Vec<job::Model> {
    let filter = JobFilter { kind: Some("send_mail".to_owned()), ..JobFilter::default() };
    list_jobs(&app.ctx.db.read().await.unwrap(), &filter, None, 100).await.unwrap().items
}

async fn only_job(app: &TestApp) -> job::Model {
    let mut jobs = mail_jobs(app).await;
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    jobs.remove(0)
}

fn recipient(address: &str) -> Recipient {
    Recipient {
        account_id: None,
        address: address.to_owned(),
        name: "Ada".to_owned(),
        language: sillon_domain::database::entities::account::Language::English,
    }
}

async fn queue(app: &TestApp, mail: &impl Mail) {
    let mut tx = app.ctx.db.write().await.unwrap();
    queue_mail(&mut tx, &app.ctx.clock, &recipient("ada@example.org"), mail).await.unwrap();
    tx.commit().await.unwrap();
}

/// News, which people can turn off.
#[derive(Serialize)]
struct News {}

impl Mail for News {
    const TEMPLATE: &'static str = "test";
    const CATEGORY: Category = Category::Music;

    fn example() -> Self {
        Self {}
    }
}

/// A mail with something in it that must not stay.
#[derive(Serialize)]
struct SecretMail {
    link: &'static str,
    #[serde(skip)]
    expires_at: DateTime<Utc>,
}

impl SecretMail {
    fn of(app: &TestApp) -> Self {
        Self { link: "open-sesame", expires_at: app.ctx.clock.now() + TimeDelta::hours(1) }
    }
}

impl Mail for SecretMail {
    const TEMPLATE: &'static str = "test";
    const CATEGORY: Category = Category::Transactional;

    fn example() -> Self {
        Self { link: "", expires_at: DateTime::UNIX_EPOCH }
    }

    fn expires_at(&self) -> Option<DateTime<Utc>> {
        Some(self.expires_at)
    }
}

fn subject(mail: &str) -> String {
    MessageParser::default().parse(mail).unwrap().subject().unwrap().to_owned()
}

fn text(mail: &str) -> String {
    MessageParser::default().parse(mail).unwrap().body_text(0).unwrap().into_owned()
}

fn unsubscribe_path(mail: &str) -> String {
    let line = mail.lines().find_map(|line| line.strip_prefix("List-Unsubscribe: <")).expect("the mail can be ended");
    line.trim_end().strip_suffix('>').unwrap().strip_prefix(SITE).unwrap().to_owned()
}

async fn one_click(app: &TestApp, path: &str) -> sillon_testing::Answer {
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    app.visitor().send(request.body(Body::from("List-Unsubscribe=One-Click")).unwrap()).await
}

#[db_test]
async fn the_first_admin_is_welcomed_without_links_where_the_instance_does_not_know_its_address(app: &TestApp) {
    app.admin().await;
    app.run_jobs().await;
    let mails = app.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(subject(&mails[0]), "Welcome to Sillon");
    assert!(text(&mails[0]).contains("first administrator"), "{}", text(&mails[0]));
    assert!(!mails[0].contains("http"), "{}", mails[0]);
    assert!(!mails[0].contains("List-Unsubscribe"), "{}", mails[0]);
}

#[db_test]
async fn people_are_written_to_in_the_language_that_they_chose_or_else_in_that_of_their_browser(app: &TestApp) {
    app.admin().await;
    for (name, accepts, chosen, expected) in [
        ("ada", "fr-CH, fr;q=0.9, en;q=0.8", None, "fr"),
        ("ben", "fr", Some("en"), "en"),
        ("eve", "de, ja;q=0.5", None, "en"),
    ] {
        let mut body =
            json!({"email": format!("{name}@example.org"), "display_name": name, "password": "correct horse"});
        if let Some(chosen) = chosen {
            body["language"] = json!(chosen);
        }
        let mut request = Person::json_request(Method::POST, "/api/v1/accounts", &body);
        request.headers_mut().insert(header::ACCEPT_LANGUAGE, accepts.parse().unwrap());
        assert_eq!(app.visitor().send(request).await.expect(201)["language"], expected, "{name}");
    }
    app.run_jobs().await;
    let subjects: Vec<_> = app.mails().iter().map(|mail| subject(mail)).collect();
    assert_eq!(subjects.iter().filter(|subject| *subject == "Bienvenue sur Sillon").count(), 1, "{subjects:?}");
    assert_eq!(subjects.iter().filter(|subject| *subject == "Welcome to Sillon").count(), 3, "{subjects:?}");
}

#[db_test]
async fn a_language_that_nobody_writes_in_is_refused(app: &TestApp) {
    app.admin().await;
    let body =
        json!({"email": "ada@example.org", "display_name": "Ada", "password": "correct horse", "language": "tlh"});
    assert_eq!(app.visitor().post("/api/v1/accounts", &body).await.code(), "validation_failed");
}

#[db_test]
async fn a_sign_up_that_is_refused_sends_nothing(app: &TestApp) {
    app.admin().await;
    let body = json!({"email": "admin@example.org", "display_name": "Other", "password": "correct horse"});
    app.visitor().post("/api/v1/accounts", &body).await.expect(409);
    assert_eq!(mail_jobs(app).await.len(), 1, "only the admin is welcomed");
}

#[db_test]
async fn a_creator_is_told_that_a_track_is_published_once(app: &TestApp) {
    let admin = app.admin().await;
    let track = admin.upload("03_blue-moon.wav", tone_wave(1000)).await.expect(201);
    app.run_jobs().await;
    app.run_jobs().await;
    let mails = app.mails();
    assert_eq!(
        mails.iter().map(|mail| subject(mail)).collect::<Vec<_>>(),
        ["Welcome to Sillon", "“03 blue-moon” can be heard"]
    );
    assert!(track["id"].is_string() && !mails[1].contains("http"));
}

#[db_test]
async fn a_creator_is_told_why_a_track_failed(app: &TestApp) {
    let admin = app.admin().await;
    let mut damaged = tone_wave(1000);
    damaged.truncate(44);
    admin.upload("song.wav", damaged).await.expect(201);
    app.run_jobs().await;
    let mails = app.mails();
    assert_eq!(subject(&mails[1]), "“song” could not be published");
    assert!(text(&mails[1]).contains("there is no sound in it"), "{}", text(&mails[1]));
}

#[db_test]
async fn news_of_music_end_by_one_click_and_by_nothing_less(app: &TestApp) {
    let admin = app.admin().await;
    admin.upload("first.wav", tone_wave(1000)).await.expect(201);
    let run = async || {
        let folder = Transport::Folder(sillon_mail::Folder::new(app.mail_folder()));
        app.worker_with(at_site(app), folder).drain().await.unwrap();
    };
    run().await;
    let mails = app.mails();
    assert_eq!(mails.len(), 2);
    assert!(!mails[0].contains("List-Unsubscribe"), "the welcome cannot be turned off");
    assert!(mails[1].contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{}", mails[1]);
    assert!(text(&mails[1]).contains(&format!("{SITE}/tracks/")), "{}", text(&mails[1]));
    let path = unsubscribe_path(&mails[1]);
    assert!(text(&mails[1]).contains(&path), "the person sees the same address");
    let subscription = path.replace("unsubscribe", "subscription");

    let page = app.visitor().get(&path).await;
    assert_eq!(page.status, 303);
    let location = page.headers[header::LOCATION].to_str().unwrap();
    assert_eq!(location, path.replace("/api/v1/mail/unsubscribe?", "/unsubscribe#"));
    let shown = app.visitor().get(&subscription).await.expect(200);
    assert_eq!(shown, json!({"category": "music", "address_hint": "a…@example.org", "active": true}));

    for _ in 0..2 {
        assert_eq!(one_click(app, &path).await.expect(200)["active"], false);
    }
    assert_eq!(app.visitor().get(&subscription).await.expect(200)["active"], false);
    admin.upload("second.wav", tone_wave(1000)).await.expect(201);
    run().await;
    assert_eq!(app.mails().len(), 2, "no more news");
    assert!(mail_jobs(app).await.iter().all(|job| job.state == job::State::Completed));

    app.visitor().post(&path.replace("unsubscribe", "resubscribe"), &json!({})).await.expect(200);
    admin.upload("third.wav", tone_wave(1000)).await.expect(201);
    run().await;
    assert_eq!(app.mails().len(), 3);
}

#[db_test]
async fn a_link_that_is_not_ours_opens_nothing(app: &TestApp) {
    let admin = app.admin().await;
    let id = admin.get("/api/v1/accounts/me").await.expect(200)["id"].as_str().unwrap().parse().unwrap();
    let account = sillon_domain::ids::AccountId(id);
    let mut tx = app.ctx.db.write().await.unwrap();
    let secret = instance_secret(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let good = unsubscribe_token(&secret, account, Category::Music);
    let flipped = format!("{}{}", if good.starts_with('A') { 'B' } else { 'A' }, &good[1..]);
    let stranger = unsubscribe_token(&secret, sillon_domain::ids::AccountId::new(app.ctx.clock.now()), Category::Music);
    let account_mails = unsubscribe_token(&secret, account, Category::Transactional);
    for token in [&*flipped, &good[..good.len() - 4], &stranger, &account_mails, "", "x", "%00"] {
        let path = format!("/api/v1/mail/unsubscribe?token={token}");
        assert_eq!(one_click(app, &path).await.code(), "not_found", "{token}");
    }
    one_click(app, &format!("/api/v1/mail/unsubscribe?token={good}")).await.expect(200);
}

#[db_test]
async fn an_address_that_does_not_exist_is_never_written_to_again(app: &TestApp) {
    let program = Program::that_exits_with(67);
    queue(app, &News {}).await;
    program.run_jobs(app).await;
    let job = only_job(app).await;
    assert_eq!(job.state, job::State::Dead);
    assert!(job.last_error.unwrap().starts_with("no such address: exit status 67"));
    let listed = list_suppressions(&app.ctx.db.read().await.unwrap()).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((&*listed[0].address_key, &*listed[0].category), ("ada@example.org", "all"));
    assert_eq!(listed[0].reason, Reason::HardBounce);
    program.now_exits_with(0);
    queue(app, &TestMail {}).await;
    program.run_jobs(app).await;
    assert_eq!(program.runs(), 1);
}

#[db_test]
async fn an_operators_entry_stops_every_mail_and_a_persons_own_only_its_category(app: &TestApp) {
    let program = Program::that_exits_with(0);
    let ada = sillon_domain::accounts::parse_email("ADA@example.org").unwrap();
    for (scope, runs) in [(Scope::Only(Category::Music), 1), (Scope::Everything, 1)] {
        let mut tx = app.ctx.db.write().await.unwrap();
        assert!(add_suppression(&mut tx, &app.ctx.clock, &ada, scope, Reason::Operator, None).await.unwrap());
        assert!(!add_suppression(&mut tx, &app.ctx.clock, &ada, scope, Reason::Operator, None).await.unwrap());
        tx.commit().await.unwrap();
        queue(app, &News {}).await;
        queue(app, &TestMail {}).await;
        program.run_jobs(app).await;
        assert_eq!(program.runs(), runs, "{scope:?}");
    }
}

#[db_test]
async fn a_temporary_refusal_is_tried_again(app: &TestApp) {
    let program = Program::that_exits_with(75);
    queue(app, &TestMail {}).await;
    program.run_jobs(app).await;
    let job = only_job(app).await;
    assert_eq!((job.state, job.attempt), (job::State::Retryable, 1));
    assert!(job.last_error.unwrap().contains("temporary failure"));
    program.now_exits_with(0);
    app.ctx.clock.advance(TimeDelta::hours(2));
    program.run_jobs(app).await;
    assert_eq!((only_job(app).await.state, program.runs()), (job::State::Completed, 2));
}

#[db_test]
async fn a_refusal_for_good_ends_the_mail_at_once_with_its_reason(app: &TestApp) {
    let program = Program::that_exits_with(65);
    queue(app, &TestMail {}).await;
    program.run_jobs(app).await;
    let job = only_job(app).await;
    assert_eq!((job.state, job.attempt), (job::State::Dead, 1));
    assert!(job.last_error.unwrap().starts_with("refused: exit status 65"));
    assert!(list_suppressions(&app.ctx.db.read().await.unwrap()).await.unwrap().is_empty());
}

#[db_test]
async fn a_mail_whose_fate_is_unknown_is_repeated_only_where_somebody_waits_for_it(app: &TestApp) {
    let program = Program::that_exits_with(74);
    queue(app, &News {}).await;
    program.run_jobs(app).await;
    assert_eq!((only_job(app).await.state, program.runs()), (job::State::Dead, 1));
    queue(app, &TestMail {}).await;
    for _ in 0..6 {
        program.run_jobs(app).await;
        app.ctx.clock.advance(TimeDelta::hours(2));
    }
    assert_eq!(program.runs(), 1 + 3);
    let jobs = mail_jobs(app).await;
    assert!(jobs.iter().all(|job| job.state == job::State::Dead));
    assert!(jobs[0].last_error.as_ref().unwrap().contains("whether it was taken is not known"));
}

#[db_test]
async fn what_a_mail_said_is_gone_when_it_was_sent(app: &TestApp) {
    queue(app, &SecretMail::of(app)).await;
    assert!(only_job(app).await.args.to_string().contains("open-sesame"));
    app.run_jobs().await;
    let job = only_job(app).await;
    assert_eq!(job.state, job::State::Completed);
    assert_eq!(job.args, json!({"template": "test", "forgotten": true}));
}

#[db_test]
async fn a_secret_does_not_stay_in_a_mail_that_could_not_be_sent(app: &TestApp) {
    let program = Program::that_exits_with(65);
    queue(app, &SecretMail::of(app)).await;
    program.run_jobs(app).await;
    let job = only_job(app).await;
    assert_eq!((job.state, job.args), (job::State::Dead, json!({"template": "test", "forgotten": true})));
}

#[db_test]
async fn a_secret_of_a_mail_that_an_operator_cancelled_goes_with_the_upkeep(app: &TestApp) {
    queue(app, &SecretMail::of(app)).await;
    queue(app, &TestMail {}).await;
    let mut tx = app.ctx.db.write().await.unwrap();
    for job in mail_jobs(app).await {
        cancel_job(&mut tx, &app.ctx.clock, job.id).await.unwrap();
    }
    assert_eq!(forget_ended_mails(&mut tx).await.unwrap(), 1);
    assert_eq!(forget_ended_mails(&mut tx).await.unwrap(), 0);
    tx.commit().await.unwrap();
    let args: Vec<Value> = mail_jobs(app).await.into_iter().map(|job| job.args).collect();
    assert_eq!(args.iter().filter(|args| args["forgotten"] == true).count(), 1);
}

#[db_test]
async fn a_mail_that_has_expired_is_not_sent(app: &TestApp) {
    queue(app, &SecretMail::of(app)).await;
    app.ctx.clock.advance(TimeDelta::hours(1));
    app.run_jobs().await;
    assert!(app.mails().is_empty());
    let job = only_job(app).await;
    assert_eq!(job.state, job::State::Dead);
    assert!(job.last_error.unwrap().contains("expired") && job.args["forgotten"] == true);
}

#[db_test]
async fn where_mail_is_off_nothing_is_sent_and_nothing_waits(app: &TestApp) {
    queue(app, &TestMail {}).await;
    app.worker_with(app.ctx.clone(), Transport::Off).drain().await.unwrap();
    assert_eq!(only_job(app).await.state, job::State::Completed);
}

#[db_test]
async fn processes_that_start_at_once_make_one_secret(app: &TestApp) {
    assert!(find_instance_secret(&app.ctx.db.read().await.unwrap()).await.unwrap().is_none());
    let makers = (0..8).map(|_| {
        let db = app.ctx.db.clone();
        tokio::spawn(async move {
            let mut tx = db.write().await.unwrap();
            let secret = instance_secret(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
            secret.key_for("a test")
        })
    });
    let mut keys = Vec::new();
    for maker in makers.collect::<Vec<_>>() {
        keys.push(maker.await.unwrap());
    }
    keys.dedup();
    assert_eq!(keys.len(), 1);
    let kept = find_instance_secret(&app.ctx.db.read().await.unwrap()).await.unwrap().unwrap();
    assert_eq!(kept.key_for("a test"), keys[0]);
    assert_ne!(kept.key_for("another"), keys[0]);
}
