//! Every entity has exactly the columns of its table, on both engines.

use std::collections::BTreeSet;

use sea_orm::{EntityTrait, IdenStatic, Iterable};

use crate::{
    Database, DatabaseUrl, entities,
    temporary::{create_postgres_database, drop_postgres_database},
};

fn columns<E: EntityTrait>() -> (String, BTreeSet<String>)
where
    E::Column: Iterable,
{
    let names = E::Column::iter().map(|column| column.as_str().to_owned());
    (E::default().table_name().to_owned(), names.collect())
}

fn tables() -> Vec<(String, BTreeSet<String>)> {
    use entities::{
        account, account_role, audit_entry, audit_head, cron_run, instance, job, job_failure, mail_suppression,
        picture, rate_limit, release, rendition, role, role_permission, segment, session, status_component, status_day,
        status_incident, track, track_version, upload,
    };
    let mut tables = vec![
        columns::<account_role::Entity>(),
        columns::<role::Entity>(),
        columns::<role_permission::Entity>(),
        columns::<audit_entry::Entity>(),
        columns::<audit_head::Entity>(),
        columns::<account::Entity>(),
        columns::<cron_run::Entity>(),
        columns::<entities::export::Entity>(),
        columns::<instance::Entity>(),
        columns::<job::Entity>(),
        columns::<job_failure::Entity>(),
        columns::<mail_suppression::Entity>(),
        columns::<picture::Entity>(),
        columns::<rate_limit::Entity>(),
        columns::<release::Entity>(),
        columns::<rendition::Entity>(),
        columns::<segment::Entity>(),
        columns::<session::Entity>(),
        columns::<status_component::Entity>(),
        columns::<status_day::Entity>(),
        columns::<status_incident::Entity>(),
        columns::<track::Entity>(),
        columns::<track_version::Entity>(),
        columns::<upload::Entity>(),
    ];
    tables.extend(tables_of_identity());
    tables.extend(listening_tables());
    tables.extend(launch_tables());
    tables.sort();
    tables
}

fn tables_of_identity() -> [(String, BTreeSet<String>); 7] {
    use entities::{address_link, app_password, recovery_code, refresh_token, sign_in_ticket, signing_key, two_factor};
    [
        columns::<address_link::Entity>(),
        columns::<app_password::Entity>(),
        columns::<recovery_code::Entity>(),
        columns::<refresh_token::Entity>(),
        columns::<sign_in_ticket::Entity>(),
        columns::<signing_key::Entity>(),
        columns::<two_factor::Entity>(),
    ]
}

fn listening_tables() -> [(String, BTreeSet<String>); 5] {
    use entities::{creator_day, instance_day, play, play_day, track_day};
    [
        columns::<creator_day::Entity>(),
        columns::<instance_day::Entity>(),
        columns::<play::Entity>(),
        columns::<play_day::Entity>(),
        columns::<track_day::Entity>(),
    ]
}

fn launch_tables() -> [(String, BTreeSet<String>); 3] {
    use entities::{beta_invite, declined_invitation, launch_observation};
    [
        columns::<beta_invite::Entity>(),
        columns::<declined_invitation::Entity>(),
        columns::<launch_observation::Entity>(),
    ]
}

fn grouped(rows: Vec<(String, String)>) -> Vec<(String, BTreeSet<String>)> {
    let mut tables = std::collections::BTreeMap::<String, BTreeSet<String>>::new();
    for (table, column) in rows {
        tables.entry(table).or_default().insert(column);
    }
    tables.remove("_sqlx_migrations");
    tables.into_iter().collect()
}

#[tokio::test]
async fn entities_agree_with_the_schema_of_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::connect(&DatabaseUrl::Sqlite(folder.path().join("schema.db")), 1).await.unwrap();
    db.migrate().await.unwrap();
    let query = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'";
    let rows = sqlx::query_as(query).fetch_all(db.reader().get_sqlite_connection_pool()).await.unwrap();
    assert_eq!(grouped(rows), tables());
    db.migrate().await.expect("migrating twice is no error");
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the test's server is named by the script that started it")]
async fn entities_agree_with_the_schema_of_postgres() {
    let server = std::env::var("SILLON_TEST_POSTGRES_URL").expect("scripts/with-postgres.sh runs the tests");
    let name = format!("sillon_schema_{}", std::process::id());
    let url = create_postgres_database(&server, &name).await.unwrap();
    let db = Database::connect(&DatabaseUrl::Postgres(url), 2).await.unwrap();
    let (first, second) = tokio::join!(db.migrate(), db.migrate());
    first.and(second).expect("two processes may migrate at once");
    let query =
        "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public'";
    let rows = sqlx::query_as(query).fetch_all(db.reader().get_postgres_connection_pool()).await.unwrap();
    assert_eq!(grouped(rows), tables());
    db.close().await.unwrap();
    drop_postgres_database(&server, &name).await.unwrap();
}
