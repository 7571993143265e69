//! What migrations make of data that is there already, on both engines.

use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use crate::{
    Database, DatabaseUrl, Engine,
    entities::{account, account_role, role::BuiltIn},
    temporary::{create_postgres_database, drop_postgres_database},
};

/// Three accounts of before 0010, one of each role, keep what they were.
async fn check_roles(db: &Database) {
    db.migrate_to(9).await.unwrap();
    let id = |number: u8| match db.engine() {
        Engine::Sqlite => format!("X'0000000000007000800000000000AA0{number}'"),
        Engine::Postgres => format!("'00000000-0000-7000-8000-00000000aa0{number}'"),
    };
    for (number, role) in [(1, "admin"), (2, "creator"), (3, "listener")] {
        let statement = format!(
            "INSERT INTO accounts (id, email, email_key, display_name, password_hash, role, created_at) VALUES \
             ({}, '{role}@example.org', '{role}@example.org', '{role}', 'x', '{role}', '2026-01-02T03:04:05+00:00')",
            id(number)
        );
        db.writer().execute_unprepared(&statement).await.unwrap();
    }
    db.migrate().await.unwrap();
    let tx = db.read().await.unwrap();
    let granted = account_role::Entity::find().order_by_asc(account_role::Column::AccountId).all(&tx.0).await.unwrap();
    let roles: Vec<_> = granted.iter().map(|granted| granted.role_id).collect();
    assert_eq!(roles, [BuiltIn::Admin.id(), BuiltIn::Creator.id(), BuiltIn::Listener.id()]);
    let accounts = account::Entity::find().all(&tx.0).await.unwrap();
    assert!(accounts.iter().all(|account| account.suspended_at.is_none()));
    assert!(granted.iter().all(|granted| granted.granted_at == accounts[0].created_at));
}

#[tokio::test]
async fn accounts_keep_their_role_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::connect(&DatabaseUrl::Sqlite(folder.path().join("roles.db")), 1).await.unwrap();
    check_roles(&db).await;
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the test's server is named by the script that started it")]
async fn accounts_keep_their_role_on_postgres() {
    let server = std::env::var("SILLON_TEST_POSTGRES_URL").expect("scripts/with-postgres.sh runs the tests");
    let name = format!("sillon_roles_{}", std::process::id());
    let url = create_postgres_database(&server, &name).await.unwrap();
    let db = Database::connect(&DatabaseUrl::Postgres(url), 2).await.unwrap();
    check_roles(&db).await;
    db.close().await.unwrap();
    drop_postgres_database(&server, &name).await.unwrap();
}
