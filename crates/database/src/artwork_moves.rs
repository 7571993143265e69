//! Artwork of releases from before pictures becomes pictures whose thumbnails are asked for (migration 6); nothing else
//! of a release changes.

use sea_orm::{EntityTrait, QueryOrder};
use sqlx::{AssertSqlSafe, Executor};

use crate::{
    Database, DatabaseUrl, Reads,
    entities::{job, picture, release, track},
    temporary::{create_postgres_database, drop_postgres_database},
};

const LAST_BEFORE_PICTURES: i64 = 5;
const WITH_ARTWORK: u128 = 0x0199_0000_0000_7000_8000_0000_0000_0001;
const WITHOUT_ARTWORK: u128 = 0x0199_0000_0000_7000_8000_0000_0000_0002;

/// An account, a release with artwork and a track, and one without; `id` writes an id as the engine does.
fn rows(id: impl Fn(u128) -> String) -> String {
    let (first, second, at) = (id(WITH_ARTWORK), id(WITHOUT_ARTWORK), "'2026-01-02T03:04:05+00:00'");
    format!(
        "INSERT INTO accounts (id, email, email_key, display_name, password_hash, role, created_at)
            VALUES ({first}, 'a@example.org', 'a@example.org', 'Ada', '', 'creator', {at});
        INSERT INTO releases (id, creator_id, title, artwork_blob, artwork_media_type, released_at, created_at)
            VALUES ({first}, {first}, 'With', 'art.png', 'image/png', {at}, {at}),
                ({second}, {first}, 'Without', NULL, NULL, {at}, {at});
        INSERT INTO tracks (id, creator_id, release_id, position, title, state, encode_job_id, created_at)
            VALUES ({first}, {first}, {first}, 1, 'Song', 'uploaded', {first}, {at});"
    )
}

async fn check(db: &Database) {
    let tx = db.read().await.unwrap();
    let releases = release::Entity::find().order_by_asc(release::Column::Id).all(tx.conn()).await.unwrap();
    let titles: Vec<_> = releases.iter().map(|row| (row.id.0.as_u128(), row.title.as_str())).collect();
    assert_eq!(titles, [(WITH_ARTWORK, "With"), (WITHOUT_ARTWORK, "Without")]);
    assert_eq!(track::Entity::find().one(tx.conn()).await.unwrap().unwrap().release_id, Some(releases[0].id));
    let pictures = picture::Entity::find().all(tx.conn()).await.unwrap();
    assert_eq!(pictures.len(), 1);
    assert_eq!(pictures[0].release_id, Some(releases[0].id));
    assert_eq!((pictures[0].original.as_str(), pictures[0].media_type.as_str()), ("art.png", "image/png"));
    assert_eq!((pictures[0].state, pictures[0].created_at), (picture::State::Waiting, releases[0].created_at));
    let jobs = job::Entity::find().all(tx.conn()).await.unwrap();
    assert_eq!(jobs.len(), 1);
    assert_eq!((jobs[0].kind.as_str(), jobs[0].queue.as_str()), ("make_thumbnails", "pictures"));
    assert_eq!((jobs[0].state, jobs[0].run_at), (job::State::Available, releases[0].created_at));
    let named: crate::ids::PictureId = serde_json::from_value(jobs[0].args["picture_id"].clone()).unwrap();
    assert_eq!(named, pictures[0].id);
}

#[tokio::test]
async fn artwork_on_sqlite_becomes_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::connect(&DatabaseUrl::Sqlite(folder.path().join("artwork.db")), 1).await.unwrap();
    db.migrate_to(LAST_BEFORE_PICTURES).await.unwrap();
    let pool = db.writer().get_sqlite_connection_pool();
    pool.execute(AssertSqlSafe(rows(|id| format!("x'{id:032x}'")))).await.unwrap();
    db.migrate().await.unwrap();
    check(&db).await;
    let broken: Vec<(String,)> =
        sqlx::query_as("SELECT \"table\" FROM pragma_foreign_key_check").fetch_all(pool).await.unwrap();
    assert!(broken.is_empty(), "{broken:?}");
    let refused = pool.execute("DELETE FROM releases").await;
    assert!(refused.is_err(), "tracks still point at their releases");
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the test's server is named by the script that started it")]
async fn artwork_on_postgres_becomes_pictures() {
    let server = std::env::var("SILLON_TEST_POSTGRES_URL").expect("scripts/with-postgres.sh runs the tests");
    let name = format!("sillon_artwork_{}", std::process::id());
    let url = create_postgres_database(&server, &name).await.unwrap();
    let db = Database::connect(&DatabaseUrl::Postgres(url), 2).await.unwrap();
    db.migrate_to(LAST_BEFORE_PICTURES).await.unwrap();
    let rows = rows(|id| format!("'{id:032x}'::uuid"));
    db.writer().get_postgres_connection_pool().execute(AssertSqlSafe(rows)).await.unwrap();
    db.migrate().await.unwrap();
    check(&db).await;
    db.close().await.unwrap();
    drop_postgres_database(&server, &name).await.unwrap();
}
