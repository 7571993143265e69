//! The real server, killed while it makes an export.

use std::path::PathBuf;

use serde_json::Value;
use sillon_testing::{OnDatabase, ServerProcess, TestDatabase, db_test, tone_wave};
use tempfile::TempDir;

use crate::archive::Archive;

const SILENCE_BEHIND_BYTES: u64 = 400_000_000;
const EXPORTS: &str = "/api/v1/accounts/me/exports";
const JSON: &str = "content-type: application/json";

/// A folder and a database for real servers.
struct Place {
    folder: TempDir,
    database: TestDatabase,
}

impl OnDatabase for Place {
    async fn on_sqlite(_: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { database: TestDatabase::sqlite(folder.path()), folder }
    }

    async fn on_postgres(test: &'static str) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: TestDatabase::postgres(test).await }
    }

    async fn finish(self) {
        self.database.remove().await;
    }
}

impl Place {
    fn start(&self) -> ServerProcess {
        let url = self.database.setting();
        let settings = [("SILLON_DATABASE_URL", url.as_str()), ("SILLON_WORKER_LEASE_SECONDS", "1")];
        ServerProcess::start(self.folder.path(), &settings)
    }

    fn ask(&self, server: &ServerProcess, arguments: &[&str], path: &str) -> String {
        let jar = self.folder.path().join("cookies").display().to_string();
        server.curl(&[&["-b", &jar, "-c", &jar], arguments].concat(), path)
    }

    fn json(&self, server: &ServerProcess, arguments: &[&str], path: &str) -> Value {
        let answer = self.ask(server, arguments, path);
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }

    /// An admin with a recording so large that copying it can be interrupted.
    fn fill(&self, server: &ServerProcess) {
        let body = serde_json::json!({
            "token": server.setup_token, "email": "admin@example.org",
            "display_name": "Admin", "password": "correct horse",
        });
        self.json(server, &["-H", JSON, "-d", &body.to_string()], "/api/v1/setup");
        let file = self.folder.path().join("song.wav");
        std::fs::write(&file, tone_wave(1000)).unwrap();
        let song = std::fs::OpenOptions::new().write(true).open(&file).unwrap();
        song.set_len(SILENCE_BEHIND_BYTES).unwrap();
        let sent = ["-X", "POST", "-T", &file.display().to_string()];
        let track = self.json(server, &sent, "/api/v1/uploads?file_name=song.wav");
        assert_eq!(track["state"], "queued", "{track}");
    }

    fn files(&self) -> Vec<PathBuf> {
        let folder = std::fs::read_dir(self.folder.path().join("blobs/exports")).unwrap();
        folder.map(|file| file.unwrap().path()).collect()
    }
}

/// Killed while the file grows, twice: it is made whole by the third, published once, and nothing else is left.
#[db_test]
async fn a_server_killed_during_an_export_makes_it_once_and_whole(place: &Place) {
    let mut server = place.start();
    place.fill(&server);
    let body = ["-H", JSON, "-d", "{\"current_password\":\"correct horse\"}"];
    let asked = place.json(&server, &body, EXPORTS);
    assert_eq!(asked["state"], "waiting", "{asked}");
    for attempt in 1..=2 {
        loop {
            let grown = place.files().iter().any(|file| {
                let attempted = file.display().to_string().ends_with(&attempt.to_string());
                attempted && file.metadata().is_ok_and(|meta| meta.len() > 1_000_000)
            });
            if grown {
                break;
            }
        }
        server.kill();
        server = place.start();
        assert_eq!(place.json(&server, &[], EXPORTS)["items"][0]["state"], "waiting", "it was killed too late");
    }
    let ready = loop {
        let export = place.json(&server, &[], EXPORTS)["items"][0].clone();
        assert_ne!(export["state"], "failed");
        if export["state"] == "ready" {
            break export;
        }
    };
    assert_eq!(ready["id"], asked["id"]);
    assert_eq!(place.files().len(), 1, "files of the attempts that died are gone");
    let fetched = place.folder.path().join("export.zip");
    let path = fetched.display().to_string();
    place.ask(&server, &["-o", &path], ready["download_url"].as_str().unwrap());
    assert_eq!(fetched.metadata().unwrap().len(), ready["size_bytes"].as_u64().unwrap());
    let archive = Archive::open(&fetched);
    assert_eq!(archive.0["originals/song.wav"].len() as u64, SILENCE_BEHIND_BYTES);
    assert!(server.stop().success());
}
