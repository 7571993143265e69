//! Health for machines, status for people, and what happens when a part fails.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use chrono::TimeDelta;
use serde_json::{Value, json};
use sillon::serve::sample;
use sillon_domain::blobs::BlobStore;
use sillon_testing::{Person, TestApp, db_test};

async fn status(person: &Person) -> Value {
    person.get("/api/v1/status").await.expect(200)
}

fn part<'a>(status: &'a Value, name: &str) -> &'a Value {
    status["parts"].as_array().unwrap().iter().find(|part| part["name"] == name).unwrap()
}

#[db_test]
async fn readiness_names_each_check_with_its_time(app: &TestApp) {
    let ready = app.visitor().get("/readyz").await.expect(200);
    for check in ["database", "migrations", "storage"] {
        assert_eq!(ready["checks"][check]["state"], "ok", "{ready}");
        assert!(ready["checks"][check]["duration_ms"].is_u64());
    }
}

#[db_test]
async fn a_lost_storage_ends_readiness_and_not_life(app: &TestApp) {
    let root = app.ctx.blobs.root().to_owned();
    std::fs::remove_dir_all(&root).unwrap();
    let visitor = app.visitor();
    let answer = visitor.get("/readyz").await.expect(503);
    assert_eq!((&answer["status"], &answer["checks"]["storage"]["state"]), (&json!("not ready"), &json!("failing")));
    assert_eq!(answer["checks"]["database"]["state"], "ok");
    visitor.get("/livez").await.expect(200);
    BlobStore::open(root).unwrap();
}

#[db_test]
async fn the_history_counts_minutes_once_and_keeps_incidents(app: &TestApp) {
    let visitor = app.visitor();
    assert_eq!(status(&visitor).await["state"], Value::Null);
    let minute = async || {
        sample(&app.ctx).await.unwrap();
        sample(&app.ctx).await.unwrap();
        app.ctx.clock.advance(TimeDelta::minutes(1));
    };
    minute().await;
    let root = app.ctx.blobs.root().to_owned();
    std::fs::remove_dir_all(&root).unwrap();
    minute().await;
    minute().await;
    let broken = status(&visitor).await;
    assert_eq!((&broken["state"], &part(&broken, "storage")["state"]), (&json!("down"), &json!("down")));
    assert_eq!(part(&broken, "database")["state"], "working");
    BlobStore::open(root).unwrap();
    minute().await;
    let mended = status(&visitor).await;
    assert_eq!(mended["state"], "working");
    let day = &part(&mended, "storage")["days"][0];
    assert_eq!(
        (&day["day"], &day["minutes_working"], &day["minutes_down"]),
        (&json!("2026-06-21"), &json!(2), &json!(2))
    );
    let incidents: Vec<_> = mended["incidents"].as_array().unwrap().iter().filter(|i| i["part"] == "storage").collect();
    assert_eq!(incidents.len(), 1);
    assert_eq!(
        (&incidents[0]["began_at"], &incidents[0]["ended_at"]),
        (&json!("2026-06-21T18:01:00Z"), &json!("2026-06-21T18:03:00Z"))
    );
    assert_eq!(visitor.get("/status.json").await.expect(200), mended);
}

#[db_test]
async fn a_time_in_which_nobody_looked_counts_as_down_across_days(app: &TestApp) {
    let visitor = app.visitor();
    sample(&app.ctx).await.unwrap();
    // A restart is no incident.
    app.ctx.clock.advance(TimeDelta::minutes(2));
    sample(&app.ctx).await.unwrap();
    assert_eq!(status(&visitor).await["incidents"], json!([]));
    app.ctx.clock.advance(TimeDelta::hours(8));
    sample(&app.ctx).await.unwrap();
    let after = status(&visitor).await;
    let days = part(&after, "api")["days"].as_array().unwrap();
    let down: Vec<_> = days.iter().map(|day| day["minutes_down"].as_i64().unwrap()).collect();
    assert_eq!(down, [358, 122]);
    assert_eq!(after["incidents"].as_array().unwrap().len(), 1);
    assert_eq!(after["incidents"][0]["part"], "api");
    // Nothing is kept for ever.
    app.ctx.clock.advance(TimeDelta::days(200));
    sample(&app.ctx).await.unwrap();
    let later = status(&visitor).await;
    assert!(part(&later, "api")["days"].as_array().unwrap().len() <= 91);
    assert!(later["incidents"].as_array().unwrap().len() <= 2);
}

#[db_test]
async fn two_nodes_that_look_at_once_write_one_minute(app: &TestApp) {
    sample(&app.ctx).await.unwrap();
    app.ctx.clock.advance(TimeDelta::minutes(1));
    let looks = (0..6).map(|_| {
        let ctx = app.ctx.clone();
        tokio::spawn(async move { sample(&ctx).await })
    });
    for look in looks.collect::<Vec<_>>() {
        look.await.unwrap().unwrap();
    }
    let status = status(&app.visitor()).await;
    assert_eq!(part(&status, "database")["days"][0]["minutes_working"], 2);
}
