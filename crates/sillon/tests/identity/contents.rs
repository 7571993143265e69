//! Everything that a database holds, so that a test can say what a write changed, wherever that is.

use std::collections::BTreeMap;

use sillon_domain::{
    Reads,
    database::{
        Engine,
        sea_orm::{ConnectionTrait, Statement},
    },
};
use sillon_testing::TestApp;

/// Rows by table, each as text.
pub(crate) type Contents = BTreeMap<String, Vec<String>>;

/// For each table that differs: how many rows are gone, and how many are new. A changed row is one of both.
pub(crate) type Changes = BTreeMap<String, (usize, usize)>;

/// Everything that the database holds now.
pub(crate) async fn contents_of(app: &TestApp) -> Contents {
    let tx = app.ctx.db.read().await.unwrap();
    let ask = async |sql: String| -> Vec<String> {
        let statement = Statement::from_string(tx.conn().get_database_backend(), sql);
        let rows = tx.conn().query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    };
    let (tables, is_sqlite) = match tx.engine() {
        Engine::Sqlite => ("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", true),
        Engine::Postgres => {
            ("SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()", false)
        }
    };
    let mut contents = Contents::new();
    for table in ask(tables.to_owned()).await {
        let sql = if is_sqlite {
            let columns = ask(format!("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')")).await;
            format!("SELECT {} FROM \"{table}\"", columns.join(" || '|' || "))
        } else {
            format!("SELECT t::text FROM \"{table}\" AS t")
        };
        let mut rows = ask(sql).await;
        rows.sort_unstable();
        contents.insert(table, rows);
    }
    contents
}

/// What lies between two moments.
pub(crate) fn changes(before: &Contents, after: &Contents) -> Changes {
    let lacking = |rows: &[String], others: &[String]| {
        let mut others = others.to_vec();
        let found = |row: &String| others.iter().position(|other| other == row).map(|place| others.swap_remove(place));
        rows.iter().map(found).filter(Option::is_none).count()
    };
    let differ = |(table, rows): (&String, &Vec<String>)| {
        let now = &after[table];
        let counts = (lacking(rows, now), lacking(now, rows));
        (counts != (0, 0)).then(|| (table.clone(), counts))
    };
    before.iter().filter_map(differ).collect()
}
