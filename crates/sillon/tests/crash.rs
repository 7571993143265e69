//! The real server, killed in the middle of its work.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::{path::Path, time::Duration};

use serde_json::Value;
use sillon_domain::{
    Clock, Database,
    blobs::{BlobStore, sweep_orphans},
};
use sillon_testing::{OnDatabase, ServerProcess, TestDatabase, convert_picture, db_test, tone_wave};
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
        assert!(answer.contains("\"role\":\"admin\""), "{answer}");
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

    fn put_avatar(&self, server: &ServerProcess, colour: &str) {
        let file = self.folder.path().join("avatar.png");
        std::fs::write(&file, convert_picture(&format!("-size 1500x1500 xc:{colour}"), "png")).unwrap();
        let answer = server.curl(&["-b", &self.jar(), "-T", &file.display().to_string()], "/api/v1/accounts/me/avatar");
        assert!(answer.contains("\"state\":\"processing\""), "{answer}");
    }

    fn avatar(&self, server: &ServerProcess) -> Value {
        let answer = server.curl(&["-b", &self.jar()], "/api/v1/accounts/me/avatar");
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }

    /// Whether any job waits or runs.
    fn has_jobs(&self, server: &ServerProcess) -> bool {
        let answer = server.curl(&["-b", &self.jar()], "/api/v1/admin/jobs/overview");
        let overview: Value = serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"));
        let counts = overview["counts"].as_array().unwrap();
        counts.iter().any(|row| !["completed", "dead", "cancelled"].contains(&row["state"].as_str().unwrap()))
    }

    /// Removes at once what no row names.
    async fn sweep(&self) {
        let db = Database::connect(&self.database.url, 1).await.unwrap();
        let blobs = BlobStore::open(self.folder.path().join("blobs")).unwrap();
        sweep_orphans(&db, &blobs, &Clock::system(), Duration::ZERO).await.unwrap();
        db.close().await.unwrap();
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

/// Killed at ever later moments while a picture is being replaced: what is shown is the old one or the new one, whole.
#[db_test]
async fn a_server_killed_while_a_picture_is_replaced_shows_a_whole_one(place: &Place) {
    let mut server = place.start();
    place.set_up(&server);
    place.put_avatar(&server, "red");
    while place.avatar(&server)["shown"].is_null() {}
    for looks in 0..8 {
        place.put_avatar(&server, if looks % 2 == 0 { "blue" } else { "lime" });
        for _ in 0..looks * 2 {
            place.avatar(&server);
        }
        server.kill();
        server = place.start();
        let sizes = place.avatar(&server)["shown"]["sizes"].as_array().unwrap().clone();
        assert_eq!(sizes.len(), 4);
        for size in sizes {
            for (url, kind) in [("webp_url", "image/webp"), ("jpeg_url", "image/jpeg")] {
                let format = ["-o", "/dev/null", "-w", "%{http_code} %{content_type} %{size_download}"];
                let answer = server.curl(&format, size[url].as_str().unwrap());
                let bytes = answer.strip_prefix(&format!("200 {kind} ")).unwrap_or_else(|| panic!("{answer}"));
                assert_ne!(bytes, "0");
            }
        }
    }
    while !place.avatar(&server)["next"].is_null() || place.has_jobs(&server) {}
    assert!(server.stop().success());
    // What died of a picture that was not wanted any more has no job that could remove it: the sweep does.
    place.sweep().await;
    assert_eq!(count(&place.folder.path().join("blobs/thumbnails")), 1, "folders of what died are gone");
    assert_eq!(count(&place.folder.path().join("blobs/artwork")), 1);
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
