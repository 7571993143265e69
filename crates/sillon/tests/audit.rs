//! The audit log: what is recorded, that it is one unbroken chain, and that tampering shows.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use serde_json::json;
use sillon_domain::{
    audit::{ChainReport, verify_chain},
    database::{
        Reads,
        entities::audit_entry::{self, ActorKind, Outcome},
        sea_orm::{EntityTrait, QueryOrder},
    },
};
use sillon_testing::{TestApp, db_test};

async fn entries(app: &TestApp) -> Vec<audit_entry::Model> {
    let tx = app.ctx.db.read().await.unwrap();
    audit_entry::Entity::find().order_by_asc(audit_entry::Column::Sequence).all(tx.conn()).await.unwrap()
}

async fn verify(app: &TestApp) -> ChainReport {
    verify_chain(&app.ctx.db.read().await.unwrap(), None).await.unwrap()
}

#[db_test]
async fn the_life_of_an_account_is_recorded(app: &TestApp) {
    let admin = app.admin().await;
    let ada = app.creator("ada").await;
    for password in ["wrong horse", "correct horse"] {
        app.visitor().post("/api/v1/sessions", &json!({"email": "ada@example.org", "password": password})).await;
    }
    ada.delete("/api/v1/sessions/current").await.expect(204);
    admin.delete("/api/v1/sessions/current").await.expect(204);
    let found = entries(app).await;
    let told: Vec<_> = found.iter().map(|entry| (entry.action.as_str(), entry.outcome)).collect();
    assert_eq!(
        told,
        [
            ("instance.set_up", Outcome::Done),
            ("account.created", Outcome::Done),
            ("session.started", Outcome::Refused),
            ("session.started", Outcome::Done),
            ("session.ended", Outcome::Done),
            ("session.ended", Outcome::Done),
        ]
    );
    assert_eq!(found[2].reason.as_deref(), Some("wrong_credentials"));
    assert_eq!(found[2].object_id, found[1].object_id);
    assert_eq!(found[4].actor_kind, ActorKind::Account);
    assert!(found.iter().all(|entry| entry.request_id.is_some()));
    let report = verify(app).await;
    assert_eq!((report.entries, report.fault), (6, None));
}

#[db_test]
async fn fifty_refused_sign_ins_at_once_make_one_unbroken_chain(app: &TestApp) {
    app.admin().await;
    let attempts = (0..50).map(|number| {
        let person = app.visitor();
        let credentials = json!({"email": format!("nobody-{number}@example.org"), "password": "wrong horse"});
        tokio::spawn(async move { person.post("/api/v1/sessions", &credentials).await.status.as_u16() })
    });
    for attempt in attempts.collect::<Vec<_>>() {
        assert_eq!(attempt.await.unwrap(), 401);
    }
    let report = verify(app).await;
    assert_eq!((report.entries, report.head.sequence, report.fault), (51, 51, None));
}
