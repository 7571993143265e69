//! Leases and fencing: a job runs somewhere, and publishes once.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use chrono::TimeDelta;
use sillon_domain::{
    ids::WorkerId,
    jobs::{Claim, Queue, claim_jobs, complete_job, renew_lease, rescue_jobs},
};
use sillon_testing::{TestApp, db_test, tone_wave};

const LEASE: TimeDelta = TimeDelta::seconds(30);

async fn claim(app: &TestApp, most: u64) -> Vec<sillon_domain::jobs::Lease> {
    let mut tx = app.ctx.db.write().await.unwrap();
    let worker = WorkerId::new(app.ctx.clock.now());
    rescue_jobs(&mut tx, &app.ctx.clock).await.unwrap();
    let claim = Claim { worker, room: &[(Queue::Encode, most)], lease: LEASE };
    let claimed = claim_jobs(&mut tx, &app.ctx.clock, claim).await.unwrap();
    tx.commit().await.unwrap();
    claimed.into_iter().map(|(_, lease)| lease).collect()
}

#[db_test]
async fn a_job_is_claimed_by_one_of_many_workers(app: &TestApp) {
    let admin = app.admin().await;
    for number in 0..6 {
        admin.upload(&format!("{number}.wav"), tone_wave(100)).await.expect(201);
    }
    let claims = tokio::join!(claim(app, 3), claim(app, 3), claim(app, 3), claim(app, 3));
    let mut jobs: Vec<_> = [claims.0, claims.1, claims.2, claims.3].concat().iter().map(|lease| lease.job_id).collect();
    assert_eq!(jobs.len(), 6);
    jobs.sort();
    jobs.dedup();
    assert_eq!(jobs.len(), 6);
    app.ctx.clock.advance(LEASE);
}

#[db_test]
async fn a_worker_that_lost_its_lease_changes_nothing(app: &TestApp) {
    let admin = app.admin().await;
    admin.upload("song.wav", tone_wave(100)).await.expect(201);
    let lost = claim(app, 1).await[0];
    assert!(claim(app, 1).await.is_empty(), "a held job is not claimed again");
    app.ctx.clock.advance(LEASE);
    let held = claim(app, 1).await[0];
    assert_eq!(held.job_id, lost.job_id);
    let mut tx = app.ctx.db.write().await.unwrap();
    assert!(!renew_lease(&mut tx, &app.ctx.clock, lost, LEASE, None, 50).await.unwrap());
    assert!(!complete_job(&mut tx, &app.ctx.clock, lost).await.unwrap());
    assert!(renew_lease(&mut tx, &app.ctx.clock, held, LEASE, None, 50).await.unwrap());
    tx.commit().await.unwrap();
    app.ctx.clock.advance(LEASE);
}

#[db_test]
async fn a_job_whose_worker_died_is_published_by_the_next(app: &TestApp) {
    let admin = app.admin().await;
    admin.upload("song.wav", tone_wave(100)).await.expect(201);
    claim(app, 1).await;
    assert_eq!(app.run_jobs().await, 0);
    app.ctx.clock.advance(LEASE);
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(app.visitor().get("/api/v1/tracks").await.expect(200)["items"].as_array().unwrap().len(), 1);
}

#[db_test]
async fn a_job_that_is_interrupted_again_and_again_fails_its_track(app: &TestApp) {
    let admin = app.admin().await;
    admin.upload("song.wav", tone_wave(100)).await.expect(201);
    for _ in 0..3 {
        assert_eq!(claim(app, 1).await.len(), 1);
        app.ctx.clock.advance(LEASE);
    }
    app.run_jobs().await;
    let own = admin.get("/api/v1/accounts/me/tracks").await.expect(200);
    assert_eq!(own["items"][0]["failure"]["code"], "media.gave_up");
}
