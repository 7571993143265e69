//! `sillon admin` and `sillon audit`: the real program on a database of its own.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::process::{Command, Output};

use serde_json::Value;
use sillon_domain::{
    Clock, Database, Reads, Settings,
    accounts::{NewAccount, PasswordHash, add_account, validate},
    database::{
        Engine,
        entities::{account::Language, role::BuiltIn},
        sea_orm::ConnectionTrait,
    },
};
use sillon_testing::{OnDatabase, TestDatabase, db_test, sillon_binary};
use tempfile::TempDir;

/// A folder and a database with an admin, Ada, and a creator, Ben.
struct Place {
    folder: TempDir,
    database: TestDatabase,
    db: Database,
}

impl OnDatabase for Place {
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

impl Place {
    async fn open(folder: TempDir, database: TestDatabase) -> Self {
        let db = Database::connect(&database.url, 2).await.unwrap();
        db.migrate().await.unwrap();
        let place = Self { folder, database, db };
        place.add("ada", BuiltIn::Admin).await;
        place.add("ben", BuiltIn::Creator).await;
        place
    }

    async fn add(&self, name: &str, role: BuiltIn) {
        let new = validate(
            &Settings::default(),
            NewAccount {
                email: format!("{name}@example.org"),
                display_name: name.to_owned(),
                password: "correct horse".to_owned(),
                language: Language::English,
            },
        );
        let mut tx = self.db.write().await.unwrap();
        let hash = PasswordHash("nobody's".to_owned());
        add_account(&mut tx, &Clock::system(), &new.unwrap(), hash, role).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(sillon_binary())
            .args(arguments)
            .current_dir(self.folder.path())
            .env("SILLON_DATA_DIR", self.folder.path())
            .env("SILLON_DATABASE_URL", self.database.setting())
            .output()
            .unwrap()
    }

    fn printed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    }
}

#[db_test]
async fn the_operator_grants_and_takes_roles_and_is_recorded(place: &Place) {
    let granted = place.printed(&["admin", "grant", "BEN@example.org", "moderator"]);
    assert_eq!(granted, "ben@example.org has the role Moderator.\n");
    assert!(place.printed(&["admin", "people"]).contains("ben  [Moderator, Creator]"));
    let people = place.printed(&["admin", "people", "--role", "admin", "--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&people).unwrap()[0]["email"], "ada@example.org");
    assert!(place.printed(&["admin", "list-roles"]).contains("Moderator"));
    let unsure = place.refused(&["admin", "revoke", "ben@example.org", "moderator"]);
    assert!(unsure.contains("--yes"), "{unsure}");
    place.printed(&["admin", "revoke", "ben@example.org", "moderator", "--yes"]);
    let log = place.printed(&["audit", "list", "--action", "role.revoked", "--format", "json"]);
    let log: Value = serde_json::from_str(&log).unwrap();
    assert_eq!((&log[0]["actor_kind"], &log[0]["before"]["role"]), (&"operator".into(), &"Moderator".into()));
    assert_eq!(place.printed(&["audit", "export", "--format", "csv"]).lines().count(), 5);
}

#[db_test]
async fn the_operator_too_keeps_the_last_admin(place: &Place) {
    let last = place.refused(&["admin", "revoke", "ada@example.org", "admin", "--yes"]);
    assert!(last.contains("last admin"), "{last}");
    place.refused(&["admin", "suspend", "ada@example.org", "--yes"]);
    assert!(place.refused(&["admin", "grant", "nobody@example.org", "admin"]).contains("no account"));
    assert!(place.refused(&["admin", "grant", "ben@example.org", "emperor"]).contains("Admin, Moderator"));
    place.printed(&["admin", "suspend", "ben@example.org", "--yes"]);
    assert!(place.printed(&["admin", "people", "--search", "ben"]).contains("(suspended)"));
    place.printed(&["admin", "reinstate", "ben@example.org"]);
    assert!(!place.printed(&["admin", "people", "--search", "ben"]).contains("(suspended)"));
}

#[db_test]
async fn verifying_says_what_is_wrong_and_where(place: &Place) {
    let whole = place.printed(&["admin", "verify"]);
    assert!(whole.contains("one admin can sign in") && whole.contains("2 entries, and the chain is whole"), "{whole}");
    let report: Value = serde_json::from_str(&place.printed(&["audit", "verify", "--format", "json"])).unwrap();
    let head = report["head"].as_str().unwrap();
    place.printed(&["audit", "verify", "--checkpoint", head]);
    let unlock = match place.db.engine() {
        Engine::Sqlite => "DROP TRIGGER audit_entries_are_not_changed",
        Engine::Postgres => "ALTER TABLE audit_entries DISABLE TRIGGER USER",
    };
    let tx = place.db.write().await.unwrap();
    for statement in [unlock, "UPDATE audit_entries SET action = 'nothing.done' WHERE sequence = 2"] {
        tx.conn().execute_unprepared(statement).await.unwrap();
    }
    tx.commit().await.unwrap();
    for command in [&["audit", "verify"], &["admin", "verify"]] {
        let output = place.run(command);
        assert!(!output.status.success());
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains("entry 2 was changed"), "{said}");
    }
}
