//! The real server, killed in the middle of its work.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::path::Path;

use serde_json::Value;
use sillon_testing::{OnDatabase, ServerProcess, TestDatabase, db_test, tone_wave};
use tempfile::TempDir;

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

    fn jar(&self) -> String {
        self.folder.path().join("cookies").display().to_string()
    }

    fn set_up(&self, server: &ServerProcess) {
        let token = server.setup_token.clone().unwrap();
        let body = serde_json::json!({
            "token": token, "email": "admin@example.org", "display_name": "Admin", "password": "correct horse",
        });
        let header = "content-type: application/json";
        let answer = server.curl(&["-c", &self.jar(), "-H", header, "-d", &body.to_string()], "/api/v1/setup");
        assert!(answer.contains("\"built_in\":\"admin\""), "{answer}");
    }

    fn upload(&self, server: &ServerProcess, frames: u32) {
        let file = self.folder.path().join("song.wav");
        std::fs::write(&file, tone_wave(frames)).unwrap();
        let data = format!("@{}", file.display());
        let answer = server.curl(&["-b", &self.jar(), "--data-binary", &data], "/api/v1/uploads?file_name=song.wav");
        assert!(answer.contains("\"state\":\"queued\""), "{answer}");
    }

    fn own_track(&self, server: &ServerProcess) -> Value {
        let answer = server.curl(&["-b", &self.jar()], "/api/v1/accounts/me/tracks");
        let page: Value = serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"));
        assert_eq!(page["items"].as_array().unwrap().len(), 1, "{page}");
        page["items"][0].clone()
    }

    fn folders(&self) -> usize {
        count(&self.folder.path().join("blobs/versions"))
    }
}

fn count(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().count()
}

/// Kills once in each stage of the encode: as soon as it is claimed, and further on.
#[db_test]
async fn a_server_killed_during_encodes_publishes_the_track_once(place: &Place) {
    let mut server = place.start();
    place.set_up(&server);
    place.upload(&server, 44_100 * 120);
    for least_progress in [0, 20] {
        loop {
            let track = place.own_track(&server);
            let progress = track["progress"].as_i64().unwrap();
            if track["state"] == "encoding" && progress >= least_progress {
                break;
            }
            assert_ne!(track["state"], "published", "the encode was too short to be killed in it");
        }
        server.kill();
        server = place.start();
    }
    let track = loop {
        let track = place.own_track(&server);
        assert_ne!(track["state"], "failed", "{track}");
        if track["state"] == "published" {
            break track;
        }
    };
    assert_eq!(track["duration_ms"], 120_000);
    assert_eq!(place.folders(), 1, "folders of the attempts that died are gone");
    let master = server.curl(&[], track["playback"]["hls_url"].as_str().unwrap());
    assert!(master.contains("aac-160/index.m3u8"), "{master}");
    assert!(server.stop().success());
}

#[db_test]
async fn a_server_told_to_stop_gives_its_encode_back(place: &Place) {
    let server = place.start();
    place.set_up(&server);
    place.upload(&server, 44_100 * 60);
    while place.own_track(&server)["state"] != "encoding" {}
    assert!(server.stop().success());
    let server = place.start();
    while place.own_track(&server)["state"] != "published" {}
    assert_eq!(place.folders(), 1);
    assert!(server.stop().success());
}

#[db_test]
async fn a_file_of_3_gb_is_refused_and_the_server_goes_on(place: &Place) {
    let server = place.start();
    place.set_up(&server);
    let file = place.folder.path().join("huge.wav");
    let huge = std::fs::File::create(&file).unwrap();
    huge.set_len(3_000_000_000).unwrap();
    let jar = place.jar();
    let path = file.display().to_string();
    let answer = server.curl(&["-b", &jar, "-T", &path, "-X", "POST"], "/api/v1/uploads?file_name=huge.wav");
    assert!(answer.contains("\"code\":\"upload_too_large\""), "{answer}");
    assert_eq!(count(&place.folder.path().join("blobs/incoming")), 0);
    assert!(server.curl(&[], "/readyz").contains("ready"));
    assert!(server.stop().success());
}
