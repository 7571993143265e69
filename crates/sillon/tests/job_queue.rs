//! What the queue promises: nothing lost, whoever is killed; the schedule once; the operator sees and steers.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::{
    collections::HashSet,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sillon_domain::{
    Clock, Database, Failure,
    database::entities::job::State,
    ids::{JobId, TrackId},
    jobs::{
        EncodeTrack, JobFilter, enqueue_job, enqueue_job_at, enqueue_jobs, find_job, list_jobs, prune_jobs,
        queue_overview,
    },
};
use sillon_testing::{
    NotedJob, OnDatabase, PostgresServer, TestApp, TestDatabase, built_binary, db_test, noted_jobs, tone_wave,
};
use sillon_worker::Worker;
use tempfile::TempDir;

const JOBS: u32 = 10_000;
const KILLS: u64 = 8;

/// A database that worker processes share, on the machine's clock.
struct Killed {
    folder: TempDir,
    database: TestDatabase,
    db: Database,
}

impl OnDatabase for Killed {
    async fn on_sqlite(_: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = TestDatabase::sqlite(folder.path());
        Self::open(folder, database).await
    }

    async fn on_postgres(test: &'static str) -> Self {
        Self::open(tempfile::tempdir().unwrap(), TestDatabase::postgres(test).await).await
    }

    async fn finish(self) {
        self.db.close().await.unwrap();
        self.database.remove().await;
    }
}

impl Killed {
    async fn open(folder: TempDir, database: TestDatabase) -> Self {
        let db = Database::connect(&database.url, 3).await.unwrap();
        db.migrate().await.unwrap();
        Self { folder, database, db }
    }
}

/// A worker is killed again and again, in the middle of whatever it does.
#[db_test]
#[expect(clippy::print_stdout, reason = "how many effects were repeated is a result of this test")]
async fn ten_thousand_jobs_survive_kills_of_their_worker(place: &Killed) {
    let file = place.folder.path().join("noted");
    let jobs: Vec<NotedJob> = (0..JOBS).map(|number| NotedJob { number, file: file.clone() }).collect();
    let mut tx = place.db.write().await.unwrap();
    enqueue_jobs(&mut tx, &Clock::system(), &jobs).await.unwrap();
    tx.commit().await.unwrap();
    for kill in 1..=KILLS {
        let mut victim = start_worker(&place.database.setting(), place.folder.path());
        completed_reaches(&place.db, i64::try_from(kill * 1000).unwrap()).await;
        victim.kill().unwrap();
        victim.wait().unwrap();
    }
    let mut last = start_worker(&place.database.setting(), place.folder.path());
    completed_reaches(&place.db, i64::from(JOBS)).await;
    last.kill().unwrap();
    last.wait().unwrap();
    let noted: Vec<u32> = std::fs::read_to_string(&file).unwrap().lines().map(|line| line.parse().unwrap()).collect();
    let different: HashSet<u32> = noted.iter().copied().collect();
    assert_eq!(different.len(), JOBS as usize, "no job is lost");
    println!("{KILLS} kills: {} effects were repeated", noted.len() - different.len());
}

/// The server is killed and started again under load; nobody touches the worker.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_goes_on_by_itself_when_postgresql_is_restarted() {
    const FEWER_JOBS: u32 = 4000;
    let mut server = PostgresServer::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("noted");
    let jobs: Vec<NotedJob> = (0..FEWER_JOBS).map(|number| NotedJob { number, file: file.clone() }).collect();
    let db = Database::connect(&server.url().parse().unwrap(), 3).await.unwrap();
    db.migrate().await.unwrap();
    let mut tx = db.write().await.unwrap();
    enqueue_jobs(&mut tx, &Clock::system(), &jobs).await.unwrap();
    tx.commit().await.unwrap();
    let mut worker = start_worker(&server.url(), folder.path());
    for done in [500, 2000] {
        completed_reaches(&db, done).await;
        server.restart().await;
    }
    completed_reaches(&db, i64::from(FEWER_JOBS)).await;
    assert!(worker.try_wait().unwrap().is_none(), "the same process has done it all");
    worker.kill().unwrap();
    worker.wait().unwrap();
    let noted: HashSet<u32> =
        std::fs::read_to_string(&file).unwrap().lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(noted.len(), FEWER_JOBS as usize, "no job is lost");
}

fn start_worker(database: &str, folder: &Path) -> Child {
    let mut command = Command::new(built_binary("examples/noted_worker"));
    command.arg(database).arg(folder).stdout(Stdio::null()).spawn().unwrap()
}

/// Waits until so many jobs are completed; a database that does not answer is asked again.
async fn completed_reaches(db: &Database, count: i64) {
    while completed(db).await.unwrap_or(0) < count {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn completed(db: &Database) -> Result<i64, Failure> {
    Ok(queue_overview(&db.read().await?, &Clock::system()).await?.in_state(State::Completed))
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[db_test]
async fn a_run_of_the_schedule_is_made_once_however_many_workers_there_are(app: &TestApp) {
    let workers = [app.worker(), app.worker(), app.worker()];
    let [one, two, three] = &workers;
    let made = tokio::join!(one.make_due_runs(), two.make_due_runs(), three.make_due_runs());
    let first = made.0.unwrap() + made.1.unwrap() + made.2.unwrap();
    assert!(first >= 1);
    assert_eq!(app.worker().make_due_runs().await.unwrap(), 0, "a run is not made twice");
    assert_eq!(app.run_jobs().await, first);
    app.ctx.clock.advance(TimeDelta::hours(1));
    assert!(app.worker().make_due_runs().await.unwrap() >= 1, "the next hour has its own");
}

#[db_test]
async fn a_job_waits_for_its_time(app: &TestApp) {
    let file = tempfile::NamedTempFile::new().unwrap();
    let job = NotedJob { number: 7, file: file.path().to_owned() };
    let mut tx = app.ctx.db.write().await.unwrap();
    enqueue_job_at(&mut tx, &app.ctx.clock, &job, at("2026-06-21T19:00:00Z")).await.unwrap();
    tx.commit().await.unwrap();
    let worker = || Worker::with_registry(app.ctx.clone(), app.worker_settings(), noted_jobs());
    assert_eq!(worker().drain().await.unwrap().total(), 0);
    app.ctx.clock.advance(TimeDelta::hours(1));
    assert_eq!(worker().drain().await.unwrap().total(), 1);
    assert_eq!(std::fs::read_to_string(file.path()).unwrap(), "7\n");
}

#[db_test]
async fn a_change_that_is_rolled_back_leaves_no_job(app: &TestApp) {
    let mut tx = app.ctx.db.write().await.unwrap();
    let track_id = TrackId::new(app.ctx.clock.now());
    let id = enqueue_job(&mut tx, &app.ctx.clock, &EncodeTrack { track_id }).await.unwrap();
    drop(tx);
    assert!(find_job(&app.ctx.db.read().await.unwrap(), id).await.unwrap().is_none());
}

#[db_test]
async fn of_fifty_enqueues_with_one_unique_key_one_job_is_made(app: &TestApp) {
    let track_id = TrackId::new(app.ctx.clock.now());
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let ctx = app.ctx.clone();
        tasks.spawn(async move {
            let mut tx = ctx.db.write().await.unwrap();
            let id = enqueue_job(&mut tx, &ctx.clock, &EncodeTrack { track_id }).await.unwrap();
            tx.commit().await.unwrap();
            id
        });
    }
    let ids: HashSet<JobId> = tasks.join_all().await.into_iter().collect();
    assert_eq!(ids.len(), 1);
}

#[db_test]
async fn a_job_of_an_unknown_kind_is_dead_at_once_and_can_be_redriven(app: &TestApp) {
    let admin = app.admin().await;
    let mut tx = app.ctx.db.write().await.unwrap();
    let job = NotedJob { number: 1, file: "/nowhere/at/all".into() };
    let id = enqueue_job(&mut tx, &app.ctx.clock, &job).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(app.run_jobs().await, 1);
    let details = admin.get(&format!("/api/v1/admin/jobs/{id}")).await.expect(200);
    assert_eq!(details["job"]["state"], "dead");
    assert_eq!(details["failures"][0]["error"], "this version of Sillon knows no kind noted_job");
    let redriven = admin.post(&format!("/api/v1/admin/jobs/{id}/redrive"), &json!({})).await.expect(200);
    assert_eq!((&redriven["state"], &redriven["attempt"]), (&json!("available"), &json!(0)));
    let again = admin.post(&format!("/api/v1/admin/jobs/{id}/redrive"), &json!({})).await;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (409, "job_not_in_state"));
    app.run_jobs().await;
    let dead = admin.get("/api/v1/admin/jobs?state=dead&kind=noted_job").await.expect(200);
    assert_eq!(dead["items"].as_array().unwrap().len(), 1);
}

#[db_test]
async fn a_handler_that_fails_is_tried_again_with_its_reason_kept(app: &TestApp) {
    let mut tx = app.ctx.db.write().await.unwrap();
    let job = NotedJob { number: 1, file: "/nowhere/at/all".into() };
    let id = enqueue_job(&mut tx, &app.ctx.clock, &job).await.unwrap();
    tx.commit().await.unwrap();
    let worker = Worker::with_registry(app.ctx.clone(), app.worker_settings(), noted_jobs());
    assert_eq!(worker.drain().await.unwrap().total(), 1);
    let job = find_job(&app.ctx.db.read().await.unwrap(), id).await.unwrap().unwrap();
    assert_eq!((job.state, job.attempt), (State::Retryable, 1));
    let delay = job.run_at - app.ctx.clock.now();
    assert!(delay >= TimeDelta::milliseconds(1800) && delay <= TimeDelta::milliseconds(2200), "{delay}");
    assert!(job.last_error.unwrap().contains("No such file"));
}

#[db_test]
async fn an_encode_that_is_cancelled_tells_its_creator_and_can_be_redriven(app: &TestApp) {
    let admin = app.admin().await;
    let creator = app.creator("ada").await;
    creator.upload("song.wav", tone_wave(4410)).await.expect(201);
    let jobs = admin.get("/api/v1/admin/jobs?kind=encode_track").await.expect(200);
    let id = jobs["items"][0]["id"].as_str().unwrap().to_owned();
    admin.post(&format!("/api/v1/admin/jobs/{id}/cancel"), &json!({})).await.expect(200);
    let own = creator.get("/api/v1/accounts/me/tracks").await.expect(200);
    assert_eq!(own["items"][0]["failure"]["code"], "media.cancelled");
    assert_eq!(app.run_jobs().await, 0);
    admin.post(&format!("/api/v1/admin/jobs/{id}/redrive"), &json!({})).await.expect(200);
    assert!(app.run_jobs().await >= 1);
    let own = creator.get("/api/v1/accounts/me/tracks").await.expect(200);
    assert_eq!(own["items"][0]["state"], "published");
}

#[db_test]
async fn the_queue_is_the_operators_alone(app: &TestApp) {
    app.admin().await;
    let creator = app.creator("ada").await;
    let id = JobId::new(app.ctx.clock.now());
    for path in ["/api/v1/admin/jobs", "/api/v1/admin/jobs/overview", &format!("/api/v1/admin/jobs/{id}")] {
        assert_eq!(creator.get(path).await.code(), "forbidden", "{path}");
        assert_eq!(app.visitor().get(path).await.code(), "unauthenticated", "{path}");
    }
    for verb in ["redrive", "cancel"] {
        let path = format!("/api/v1/admin/jobs/{id}/{verb}");
        assert_eq!(creator.post(&path, &json!({})).await.code(), "forbidden", "{path}");
    }
}

#[db_test]
async fn ended_jobs_are_forgotten_after_their_time(app: &TestApp) {
    let admin = app.admin().await;
    admin.upload("song.wav", tone_wave(100)).await.expect(201);
    app.run_jobs().await;
    let prune = async || {
        let mut tx = app.ctx.db.write().await.unwrap();
        let gone = prune_jobs(&mut tx, &app.ctx.clock).await.unwrap();
        tx.commit().await.unwrap();
        gone
    };
    assert_eq!(prune().await, 0);
    app.ctx.clock.advance(TimeDelta::hours(25));
    assert!(prune().await >= 1);
    let all = list_jobs(&app.ctx.db.read().await.unwrap(), &JobFilter::default(), None, 10).await.unwrap();
    assert_eq!(all.rows.len(), 0);
}
