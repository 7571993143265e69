//! `sillon doctor`: every check has a line, and what is wrong comes with what to do.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::{os::unix::fs::PermissionsExt, path::Path, process::Command};

use serde_json::Value;
use sillon_testing::{OnDatabase, TestDatabase, db_test, sillon_binary};
use tempfile::TempDir;

/// A folder and a database.
struct Place {
    folder: TempDir,
    database: TestDatabase,
}

impl OnDatabase for Place {
    async fn on_sqlite(_: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { database: TestDatabase::sqlite(&folder.path().join("data")), folder }
    }

    async fn on_postgres(test: &'static str) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: TestDatabase::postgres(test).await }
    }

    async fn finish(self) {
        self.database.remove().await;
    }
}

fn run(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> (bool, Vec<(String, String, String)>) {
    let mut command = Command::new(sillon_binary());
    let output = command.args(arguments).current_dir(folder).envs(settings.iter().copied()).output().unwrap();
    let checks: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let text = |check: &Value, name: &str| check[name].as_str().unwrap().to_owned();
    let checks = checks.iter().map(|check| (text(check, "check"), text(check, "state"), text(check, "detail")));
    (output.status.success(), checks.collect())
}

#[db_test]
async fn a_healthy_instance_has_a_line_for_every_check(place: &Place) {
    let url = place.database.setting();
    let folder = place.folder.path();
    std::fs::create_dir_all(folder.join("data")).unwrap();
    let settings = [("SILLON_DATABASE_URL", url.as_str())];
    assert!(run(folder, &["migrate"], &settings).0);
    let (healthy, checks) = run(folder, &["doctor", "--format", "json"], &settings);
    assert!(healthy, "{checks:?}");
    for name in [
        "configuration",
        "address",
        "web app",
        "clock",
        "open files",
        "passwords",
        "disk",
        "storage",
        "database",
        "schema",
        "recordings",
        "encoder",
    ] {
        assert!(checks.iter().any(|(check, _, _)| check == name), "{name} is missing: {checks:?}");
    }
    let said = |text: &str| checks.iter().any(|(_, state, detail)| state == "ok" && detail.contains(text));
    assert!(said("can be written") && said("is current") && said("Argon2id"), "{checks:?}");
}

#[test]
fn what_is_wrong_is_said_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (_, checks) = run(path, &["doctor", "--format", "json"], &[("SILLON_LISTEN", "0.0.0.0:0")]);
    let find = |name: &str| checks.iter().find(|(check, _, _)| check == name).unwrap().clone();
    assert!(find("address").1 == "note" && find("address").2.contains("TLS"), "{checks:?}");
    assert!(find("schema").2.contains("sillon migrate"), "{checks:?}");

    let unusable = path.join("unusable");
    std::fs::write(&unusable, "a file, not a folder").unwrap();
    std::fs::set_permissions(&unusable, std::fs::Permissions::from_mode(0o400)).unwrap();
    let data_dir = unusable.display().to_string();
    let (healthy, checks) = run(path, &["doctor", "--format", "json"], &[("SILLON_DATA_DIR", &data_dir)]);
    assert!(!healthy);
    assert!(checks.iter().any(|(check, state, _)| check == "storage and database" && state == "bad"), "{checks:?}");
}
