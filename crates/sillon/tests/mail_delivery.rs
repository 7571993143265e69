//! What every answer of a mail server leads to, and what is left of a mail afterwards.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use sillon_domain::{
    accounts::parse_email,
    database::entities::{account::Language, job, mail_suppression::Reason},
    jobs::{JobFilter, cancel_job, list_jobs},
    mails::{
        Category, Mail, Recipient, Scope, TestMail, add_suppression, forget_ended_mails, list_suppressions, queue_mail,
    },
};
use sillon_mail::Transport;
use sillon_testing::{MailProgram, TestApp, db_test};

async fn mail_jobs(app: &TestApp) -> Vec<job::Model> {
    let filter = JobFilter { kind: Some("send_mail".to_owned()), ..JobFilter::default() };
    list_jobs(&app.ctx.db.read().await.unwrap(), &filter, None, 100).await.unwrap().rows
}

async fn only_job(app: &TestApp) -> job::Model {
    let mut jobs = mail_jobs(app).await;
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    jobs.remove(0)
}

fn recipient(address: &str) -> Recipient {
    Recipient { account_id: None, address: address.to_owned(), name: "Ada".to_owned(), language: Language::English }
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

#[db_test]
async fn an_address_that_does_not_exist_is_never_written_to_again(app: &TestApp) {
    let program = MailProgram::that_exits_with(67);
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
    let program = MailProgram::that_exits_with(0);
    let ada = parse_email("ADA@example.org").unwrap();
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
    let program = MailProgram::that_exits_with(75);
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
    let program = MailProgram::that_exits_with(65);
    queue(app, &TestMail {}).await;
    program.run_jobs(app).await;
    let job = only_job(app).await;
    assert_eq!((job.state, job.attempt), (job::State::Dead, 1));
    assert!(job.last_error.unwrap().starts_with("refused: exit status 65"));
    assert!(list_suppressions(&app.ctx.db.read().await.unwrap()).await.unwrap().is_empty());
}

#[db_test]
async fn a_mail_whose_fate_is_unknown_is_repeated_only_where_somebody_waits_for_it(app: &TestApp) {
    let program = MailProgram::that_exits_with(74);
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
    let program = MailProgram::that_exits_with(65);
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
async fn nothing_is_handed_over_for_an_address_that_nobody_can_own(app: &TestApp) {
    let program = MailProgram::that_exits_with(0);
    let mut tx = app.ctx.db.write().await.unwrap();
    let to = recipient("visitor@journey.invalid");
    queue_mail(&mut tx, &app.ctx.clock, &to, &SecretMail::of(app)).await.unwrap();
    tx.commit().await.unwrap();
    program.run_jobs(app).await;
    let job = only_job(app).await;
    assert_eq!((job.state, program.runs(), &job.args["forgotten"]), (job::State::Completed, 0, &json!(true)));
}
