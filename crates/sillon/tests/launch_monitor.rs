//! The monitor and the journey as the operator calls them: exit codes, the loop, the day's report, the page.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

#[expect(dead_code, reason = "each test program uses its own part of it")]
mod launch_place;

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use chrono::TimeDelta;
use launch_place::LaunchPlace;
use serde_json::{Value, json};
use sillon_domain::{
    Clock,
    database::entities::launch_observation::SignalState,
    launch::{NewObservation, Verdict, current_state, record_check},
};
use sillon_testing::{ServerProcess, db_test, sillon_binary};

fn start_server(place: &LaunchPlace, settings: &[(&str, &str)]) -> ServerProcess {
    let database = place.variables().into_iter().find(|(name, _)| name == "SILLON_DATABASE_URL").unwrap().1;
    let mut all = vec![("SILLON_DATABASE_URL", database.as_str())];
    all.extend_from_slice(settings);
    let server = ServerProcess::start(place.folder(), &all);
    let body = json!({
        "token": server.setup_token, "email": "admin@example.org", "display_name": "Admin", "password": "correct horse",
    });
    let jar = place.path("jar").display().to_string();
    let answer =
        server.curl(&["-c", &jar, "-H", "content-type: application/json", "-d", &body.to_string()], "/api/v1/setup");
    assert!(answer.contains("admin"), "{answer}");
    server
}

#[db_test]
async fn a_journey_goes_through_and_leaves_nothing_behind(place: &LaunchPlace) {
    let settings = [("SILLON_REGISTRATION", "invite"), ("SILLON_PUBLIC_URL", "http://localhost")];
    let server = start_server(place, &settings);
    let text = place.run(&["launch", "journey", "--base-url", &server.address], 0);
    let result: Value =
        serde_json::from_str(&std::fs::read_to_string(place.path("launch/journey.json")).unwrap()).unwrap();
    let names: Vec<_> = result["steps"].as_array().unwrap().iter().map(|step| step["name"].as_str().unwrap()).collect();
    assert_eq!(names.first(), Some(&"be invited"));
    for name in ["verify the mail", "fetch and decode", "reset the password", "delete the account"] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    assert_eq!(names.last(), Some(&"clean up"));
    assert!(result["steps"].as_array().unwrap().iter().all(|step| step["ok"] == true), "{text}");
    let tracks: Value = serde_json::from_str(&server.curl(&[], "/api/v1/tracks")).unwrap();
    assert_eq!(tracks["items"], json!([]));
    assert!(std::fs::read_dir(place.path("blobs/versions")).unwrap().next().is_none(), "files are gone, too");
    let mails =
        std::fs::read_dir(place.path("mail")).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()));
    assert!(!mails.map(Result::unwrap).any(|mail| mail.contains("journey.invalid")), "and mails");
    let report: Value = serde_json::from_str(&place.run(&["launch", "report", "--format", "json"], 0)).unwrap();
    assert_eq!(report["cohorts"], json!([]));
    let audit = server.curl(&["-b", &place.path("jar").display().to_string()], "/api/v1/admin/audit");
    assert!(audit.contains("\"account.deletion_requested\""), "{audit}");
    // Where mails leave by a server, nobody can look into the mailbox.
    let text =
        place.run_with(&["launch", "journey", "--base-url", &server.address], &[("SILLON_MAIL_TRANSPORT", "off")], 0);
    assert!(text.contains("verify the mail (skipped") && text.contains("ok    delete the account"), "{text}");
}

#[db_test]
async fn a_journey_that_fails_says_where_and_cleans_up_all_the_same(place: &LaunchPlace) {
    let server = start_server(place, &[("SILLON_REGISTRATION", "closed")]);
    let text = place.run(&["launch", "journey", "--base-url", &server.address, "--result", "result.json"], 1);
    let result: Value = serde_json::from_str(&std::fs::read_to_string(place.path("result.json")).unwrap()).unwrap();
    let steps = result["steps"].as_array().unwrap();
    assert_eq!(
        (steps.len(), steps[1]["ok"].as_bool(), steps[2]["name"].as_str()),
        (3, Some(false), Some("clean up")),
        "{text}"
    );
    assert!(steps[1]["error"].as_str().unwrap().contains("registration_closed"));
    assert_eq!(place.count_invitations().await, 0, "the invitation is gone");
    let unreachable = place.run(&["launch", "journey", "--base-url", "http://127.0.0.1:1"], 1);
    assert!(unreachable.contains("BAD   sign up"), "{unreachable}");
}

#[db_test]
async fn a_journey_that_is_told_to_stop_cleans_up_first(place: &LaunchPlace) {
    place.run(&["migrate"], 0);
    // It takes the connection and never answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    let journey = place.start(&["launch", "journey", "--base-url", &address]);
    let _connection = silent.accept().unwrap();
    assert_eq!(place.count_invitations().await, 1);
    assert!(Command::new("kill").args(["-TERM", &journey.id().to_string()]).status().unwrap().success());
    let output = journey.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("it was told to stop") && text.contains("ok    clean up"), "{text}");
    assert_eq!(place.count_invitations().await, 0);
}

#[db_test]
async fn what_was_asked_wrongly_is_no_verdict(place: &LaunchPlace) {
    place.run(&["migrate"], 0);
    place.run(&["launch", "monitor", "--bogus"], 64);
    place.run(&["launch", "monitor", "--since", "24h", "--format", "json"], 64);
    let unknown = place.run(&["launch", "checklist", "--section", "T-72h"], 64);
    assert!(unknown.contains("no such section") && unknown.contains("T-72 h: Database"), "{unknown}");
    let elsewhere = [("SILLON_DATABASE_URL", ""), ("SILLON_DATA_DIR", "elsewhere")];
    let empty = place.run_with(&["launch", "report"], &elsewhere, 1);
    assert!(empty.contains("the database is empty, or older than this program"), "{empty}");
}

#[db_test]
async fn settings_that_cannot_be_used_are_no_verdict(place: &LaunchPlace) {
    std::fs::write(place.path("cohort.csv"), "email,cohort,role\nada@example.org,friends,creator\n").unwrap();
    let commands = [
        vec!["monitor"],
        vec!["checklist"],
        vec!["monitor", "--since", "1h"],
        vec!["validate-cohort", "cohort.csv", "--against-db"],
    ];
    for command in commands {
        let elsewhere = [&["launch"][..], &command, &["--config", "/nonexistent.toml"]].concat();
        let missing = place.run(&elsewhere, 78);
        assert!(missing.contains("/nonexistent.toml cannot be read"), "{missing}");
        let command = [&["launch"][..], &command].concat();
        let unusable = place.run_with(&command, &[("SILLON_LAUNCH_TARGET_TESTERS", "many")], 78);
        assert!(unusable.contains("launch.target_testers"), "{unusable}");
    }
    place.run(&["launch", "checklist", "--list", "--config", "/nonexistent.toml"], 0);
}

#[db_test]
async fn the_exit_code_is_the_verdict_and_the_page_shows_it(place: &LaunchPlace) {
    let server = start_server(place, &[]);
    let hold = place.run_with(&["launch", "monitor"], &[("SILLON_LAUNCH_STATUS_URL", &server.address)], 2);
    assert!(hold.contains("HOLD at") && hold.contains("✅ 3 status page"), "{hold}");
    std::fs::create_dir_all(place.path("launch")).unwrap();
    let now = chrono_now();
    let red = json!({"journey": "x", "started_at": now, "finished_at": now, "steps": [{"name": "log in", "ok": false, "ms": 1, "error": "500"}]});
    std::fs::write(place.path("launch/journey.json"), red.to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/soft-launch/monitor-checks.sh");
    let output = Command::new(script)
        .args(["--format", "json"])
        .env("SILLON", sillon_binary())
        .envs(place.variables())
        .current_dir(place.folder())
        .output()
        .unwrap();
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), json["verdict"].as_str()), (Some(1), Some("NO-GO")));
    assert_eq!(json["signals"].as_array().unwrap().len(), 6);
    let jar = place.path("jar").display().to_string();
    let page: Value = serde_json::from_str(&server.curl(&["-b", &jar], "/api/v1/admin/launch")).unwrap();
    assert_eq!((page["verdict"].as_str(), page["is_stale"].as_bool()), (Some("NO-GO"), Some(false)));
    assert_eq!(page["signals"][3]["state"], "red");
    let day = place.run(&["launch", "monitor", "--since", "24h"], 0);
    assert!(
        day.contains("**NO-GO** at the last of 2 checks") && day.contains("4 journey ⚪ → 🔴 red: `log in: 500`"),
        "{day}"
    );
}

#[db_test]
async fn a_check_that_is_dated_later_hides_nothing(place: &LaunchPlace) {
    place.run(&["migrate"], 0);
    place.run(&["launch", "monitor"], 2);
    let clock = Clock::system();
    let green = |name: &str| NewObservation {
        signal: name.to_owned(),
        state: SignalState::Green,
        value: None,
        threshold: String::new(),
        observed_at: None,
        age_limit_s: None,
        source: String::new(),
        reason: String::new(),
    };
    let db = place.connect().await;
    let mut tx = db.write().await.unwrap();
    record_check(&mut tx, clock.now() + TimeDelta::days(1), &[green("1 testers")]).await.unwrap();
    tx.commit().await.unwrap();
    let state = current_state(&db.read().await.unwrap(), &clock).await.unwrap();
    assert_eq!((state.verdict, state.signals.len()), (Verdict::Hold, 6));
    db.close().await.unwrap();
    let day = place.run(&["launch", "monitor", "--since", "24h"], 0);
    assert!(day.contains("**HOLD** at the last of 1 checks"), "{day}");
}

#[expect(clippy::disallowed_methods, reason = "the binary under test reads the machine's clock, too")]
fn chrono_now() -> String {
    chrono::Utc::now().to_rfc3339()
}

#[db_test]
async fn the_loop_prints_changes_and_ends_when_it_is_told_to(place: &LaunchPlace) {
    let server = start_server(place, &[]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/soft-launch/monitor-checks.sh");
    let mut child = Command::new(script)
        .env("SILLON", sillon_binary())
        .envs(place.variables())
        .envs([("LOOP", "1"), ("CHECK_INTERVAL", "1"), ("SILLON_LAUNCH_STATUS_URL", server.address.as_str())])
        .current_dir(place.folder())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.any(|line| line.starts_with("HOLD at")));
    assert!(server.stop().success());
    let change = lines.next().unwrap();
    assert!(change.contains("⚪ 3 status page could not check") && change.contains("refused"), "{change}");
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let rest: Vec<String> = lines.collect();
    assert!(!rest.iter().any(|line| line.contains('\u{1b}')), "{rest:?}");
}

#[db_test]
async fn a_database_that_is_away_hides_one_signal_alone(place: &LaunchPlace) {
    let away = [("SILLON_DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")];
    let hold = place.run_with(&["launch", "monitor"], &away, 2);
    assert!(hold.contains("the database cannot be reached") && hold.contains("6 issues"), "{hold}");
}
