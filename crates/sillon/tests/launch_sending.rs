//! Invitations sent with the real msmtp to a real SMTP server: nobody gets one twice, whatever happens in the middle.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

#[expect(dead_code, reason = "each test program uses its own part of it")]
mod launch_place;

use std::{collections::BTreeMap, fmt::Write, os::unix::fs::PermissionsExt, path::Path, process::Command};

use launch_place::LaunchPlace;
use sillon_domain::{
    Clock, Reads,
    audit::Origin,
    database::{
        entities::beta_invite::{self, DeliveryState},
        sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel, sea_query::Expr},
    },
    invitations::{decline_invitation, list_invitations},
};
use sillon_testing::{MailServer, db_test};

/// A cohort of a hundred people: some whom the server refuses, some whom it asks to come back, two whose line it breaks.
fn cohort() -> String {
    let mut file = "email,cohort,role,name\n".to_owned();
    for number in 0..100 {
        let kind = match number {
            7 | 57 => "reject",
            13 | 43 | 83 => "later",
            30 => "cut",
            31 => "reset",
            _ => "person",
        };
        let role = if number < 8 { "creator" } else { "listener" };
        writeln!(file, "{kind}-{number}@example.org,label{},{role},Person {number}", number % 4).unwrap();
    }
    file
}

fn journal(place: &LaunchPlace) -> BTreeMap<String, String> {
    let mut last = BTreeMap::new();
    let Ok(text) = std::fs::read_to_string(place.path("letters.journal")) else { return last };
    for line in text.lines() {
        let Ok(entry) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        last.insert(entry["address"].as_str().unwrap().to_owned(), entry["state"].as_str().unwrap().to_owned());
    }
    last
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[db_test]
async fn a_hundred_letters_arrive_once_each_through_a_kill_and_refusals(place: &LaunchPlace) {
    let server = MailServer::start(0.02);
    server.write_msmtprc(place.folder());
    std::fs::write(place.path("cohort.csv"), cohort()).unwrap();
    place.run(&["migrate"], 0);

    let written = place.run(&["launch", "invite", "cohort.csv", "--out", "out"], 0);
    assert!(written.contains("100 invited, 0 invited before"), "{written}");
    let again = place.run(&["launch", "invite", "cohort.csv", "--out", "out"], 0);
    assert!(again.contains("0 invited, 100 invited before"), "{again}");
    let letters: Vec<_> = std::fs::read_dir(place.path("out")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(letters.len(), 100);
    assert_eq!((mode(&place.path("out")), mode(&letters[0])), (0o700, 0o600));

    // Killed without any warning as soon as forty have arrived.
    let mut sending = place.start(&["launch", "invite", "cohort.csv", "--out", "out", "--send"]);
    server.wait_for(40).await;
    assert!(sending.try_wait().unwrap().is_none(), "it ended before it could be killed");
    sending.kill().unwrap();
    sending.wait().unwrap();
    let broken_off: Vec<String> =
        journal(place).into_iter().filter(|(_, state)| state == "sending").map(|(address, _)| address).collect();
    assert!(broken_off.len() <= 1, "{broken_off:?}");

    // The second run ends the work and touches nothing that was begun.
    let second = place.run(&["launch", "invite", "cohort.csv", "--out", "out", "--send"], 1);
    let last = journal(place);
    for address in &broken_off {
        assert_eq!(last[address], "unknown", "{second}");
    }
    check_each_once(&server, &last);
    let count = |state: &str| last.values().filter(|there| *there == state).count();
    assert_eq!((count("failed_permanently"), count("failed_temporarily")), (2, 3), "{second}");
    assert_eq!(count("unknown"), 2 + broken_off.len(), "{second}");
    assert_eq!(count("sent"), 100 - 2 - 3 - 2 - broken_off.len());

    // Those that were asked to come back are taken now; the refused ones are refused again; nothing else is sent.
    let third = place.run(&["launch", "invite", "cohort.csv", "--out", "out", "--send", "--only", "failed"], 1);
    assert!(third.contains("3 sent, ") && third.contains("2 refused for good"), "{third}");
    check_each_once(&server, &journal(place));
    let fourth = place.run(&["launch", "invite", "cohort.csv", "--out", "out", "--send"], 1);
    assert!(fourth.lines().any(|line| line.starts_with("0 sent, ")), "{fourth}");
    check_each_once(&server, &journal(place));

    let statuses = place.smtp_statuses().await;
    assert_eq!(statuses["reject-7@example.org"], ("failed".to_owned(), Some("550".to_owned())));
    assert_eq!(statuses["later-13@example.org"], ("sent".to_owned(), Some("250".to_owned())));
    assert_eq!((&*statuses["cut-30@example.org"].0, &*statuses["reset-31@example.org"].0), ("unknown", "unknown"));
    assert_eq!(mode(&place.path("out/msmtp.log")), 0o600);

    // Only the operator's word sends what is unknown again.
    let fifth = place.run(&["launch", "invite", "cohort.csv", "--out", "out", "--send", "--retry", "unknown"], 1);
    assert_eq!(server.taken()["cut-30@example.org"].len(), 2, "{fifth}");
    assert_eq!(server.taken()["reset-31@example.org"].len(), 2, "{fifth}");
    check_letter(&server.taken()["person-1@example.org"][0]);
}

/// Each address got exactly one letter, or none and is in the journal as failed or unknown.
fn check_each_once(server: &MailServer, journal: &BTreeMap<String, String>) {
    let taken = server.taken();
    for (address, state) in journal {
        let count = taken.get(address).map_or(0, Vec::len);
        match state.as_str() {
            "sent" => assert_eq!(count, 1, "{address}"),
            "unknown" => assert!(count <= 1, "{address}"),
            _ => assert_eq!(count, 0, "{address}: {state}"),
        }
    }
    assert!(taken.keys().all(|address| journal.contains_key(address)));
}

fn check_letter(letter: &[u8]) {
    let read = mail_parser::MessageParser::default().parse(letter).unwrap();
    assert_eq!(read.subject(), Some("Une invitation : Le Sillon de l’été"));
    assert!(read.body_text(0).unwrap().contains("Bonjour Person 1,"));
    assert!(!String::from_utf8_lossy(letter).contains("\r\r"), "line ends arrive as they were written");
}

#[db_test]
async fn sending_stops_after_five_failures_in_a_row(place: &LaunchPlace) {
    let mut file = "email,cohort,role\n".to_owned();
    for number in 0..20 {
        writeln!(file, "person{number}@example.org,label,listener").unwrap();
    }
    std::fs::write(place.path("cohort.csv"), file).unwrap();
    place.run(&["migrate"], 0);
    place.run(&["launch", "invite", "cohort.csv", "--out", "out"], 0);
    let stopped = place
        .run(&["launch", "invite", "cohort.csv", "--out", "out", "--send", "--send-command", "sh -c 'exit 75'"], 1);
    assert!(stopped.contains("5 refused for now") && stopped.contains("five failures in a row"), "{stopped}");
    let all = place.run(
        &["launch", "invite", "cohort.csv", "--out", "out", "--send", "--send-command", "sh -c 'cat >/dev/null'"],
        0,
    );
    assert!(all.contains("15 sent, ") && all.contains("5 left alone"), "{all}");
    let missing = place
        .run(&["launch", "invite", "cohort.csv", "--out", "out", "--send", "--send-command", "no-such-program"], 1);
    assert!(missing.contains("there is no program no-such-program"), "{missing}");
}

#[db_test]
async fn ctrl_c_ends_behind_a_letter_and_the_next_run_goes_on(place: &LaunchPlace) {
    let mut file = "email,cohort,role\n".to_owned();
    for number in 0..30 {
        writeln!(file, "person{number}@example.org,label,listener").unwrap();
    }
    std::fs::write(place.path("cohort.csv"), file).unwrap();
    place.run(&["migrate"], 0);
    place.run(&["launch", "invite", "cohort.csv", "--out", "out"], 0);
    let command = "sh -c 'cat >/dev/null; echo x >>sent-letters'";
    let sending = place.start(&["launch", "invite", "cohort.csv", "--out", "out", "--send", "--send-command", command]);
    let count = || std::fs::read_to_string(place.path("sent-letters")).unwrap_or_default().lines().count();
    while count() < 5 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(Command::new("kill").args(["-INT", &sending.id().to_string()]).status().unwrap().success());
    let output = sending.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(String::from_utf8_lossy(&output.stdout).contains("Interrupted. Go on with"));
    assert!(!journal(place).values().any(|state| state == "sending"));
    place.run(&["launch", "invite", "cohort.csv", "--out", "out", "--send", "--send-command", command], 0);
    assert_eq!(count(), 30);
}

#[db_test]
async fn one_that_cannot_be_written_is_listed_and_the_others_go_on(place: &LaunchPlace) {
    let file = "email,cohort,role,name\na@example.org,label,listener,\"Ann, A\"\nb@example.org,label,creator,Bob\n";
    std::fs::write(place.path("cohort.csv"), file).unwrap();
    place.run(&["migrate"], 0);
    // A folder in the place of the letter.
    place.run(&["launch", "invite", "cohort.csv", "--out", "probe"], 0);
    let mut names: Vec<_> =
        std::fs::read_dir(place.path("probe")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    let other = place.fresh().await;
    std::fs::write(other.path("cohort.csv"), file).unwrap();
    other.run(&["migrate"], 0);
    std::fs::create_dir_all(other.path("out").join(&names[0])).unwrap();
    std::fs::set_permissions(other.path("out"), std::fs::Permissions::from_mode(0o700)).unwrap();
    let failed = other.run(&["launch", "invite", "cohort.csv", "--out", "out"], 1);
    assert!(failed.contains("a@example.org: FAILED") && failed.contains("1 invited"), "{failed}");
    let listed = std::fs::read_to_string(other.path("out/failed.csv")).unwrap();
    assert_eq!(listed, "email,cohort,role,name\na@example.org,label,listener,\"Ann, A\"\n");
    std::fs::remove_dir(other.path("out").join(&names[0])).unwrap();
    let rerun = other.run(&["launch", "invite", "out/failed.csv", "--out", "out"], 0);
    assert!(rerun.contains("1 invited"), "{rerun}");
    assert!(!other.path("out/failed.csv").exists());
    other.remove().await;
}

#[db_test]
async fn a_run_without_its_settings_renders_nothing(place: &LaunchPlace) {
    std::fs::write(place.path("cohort.csv"), "email,cohort,role\na@example.org,label,listener\n").unwrap();
    place.run(&["migrate"], 0);
    let refused =
        place.run_with(&["launch", "invite", "cohort.csv", "--out", "out"], &[("SILLON_LAUNCH_FEEDBACK_URL", "")], 1);
    assert!(refused.contains("launch.feedback_url"), "{refused}");
    assert!(!place.path("out").exists());
}

fn send<'a>(folder: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let command = "sh -c 'grep -h ^To: >>sent-letters'";
    [&["launch", "invite", "cohort.csv", "--out", folder, "--send", "--send-command", command], more].concat()
}

fn two_people(place: &LaunchPlace) {
    let file = "email,cohort,role\na@example.org,label,listener\nb@example.org,label,creator\n";
    std::fs::write(place.path("cohort.csv"), file).unwrap();
    place.run(&["migrate"], 0);
}

fn sent(place: &LaunchPlace) -> Vec<String> {
    let text = std::fs::read_to_string(place.path("sent-letters")).unwrap_or_default();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

const BOTH: [&str; 2] = ["To: a@example.org", "To: b@example.org"];

#[db_test]
async fn what_nobody_has_looked_at_is_not_sent_again(place: &LaunchPlace) {
    two_people(place);
    place.run(&["launch", "invite", "cohort.csv", "--out", "out"], 0);
    let slow = ["--send-command", "sh -c 'grep -h ^To: >>sent-letters; touch begun; sleep 5 & wait'"];
    let mut sending = place.start(&[&["launch", "invite", "cohort.csv", "--out", "out", "--send"][..], &slow].concat());
    while !place.path("begun").exists() {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    sending.kill().unwrap();
    sending.wait().unwrap();
    let broken = place.run(&send("out", &["--retry", "unknown"]), 1);
    assert!(
        broken.contains("a@example.org: unknown: an earlier run broke off")
            && broken.lines().any(|line| line.starts_with("0 sent, ")),
        "{broken}"
    );
    assert_eq!(sent(place), [BOTH[0]]);
    let letters = place.run(&["launch", "letters", "--state", "unknown"], 0);
    assert!(letters.contains("a@example.org") && letters.contains("1 letter."), "{letters}");
    let again = place.run(&send("out", &["--retry", "unknown"]), 0);
    assert!(again.contains("1 sent, "), "{again}");
    assert_eq!(sent(place), [BOTH[0], BOTH[0]]);
}

/// The database as it was: the rows of invitations, as a backup would bring them back.
async fn restore(place: &LaunchPlace, state: DeliveryState) {
    let attempts = i32::from(state != DeliveryState::Rendered);
    let db = place.connect().await;
    let tx = db.write().await.unwrap();
    for row in list_invitations(&tx, None, 10).await.unwrap().rows {
        let mut old = row.into_active_model();
        (old.delivery_state, old.attempts) = (Set(state), Set(attempts));
        beta_invite::Entity::update(old).exec(tx.conn()).await.unwrap();
    }
    tx.commit().await.unwrap();
    db.close().await.unwrap();
}

#[db_test]
async fn a_database_that_is_older_than_the_letters_sends_none_again(place: &LaunchPlace) {
    two_people(place);
    place.run(&["launch", "invite", "cohort.csv", "--out", "out"], 0);
    place.run(&send("out", &[]), 0);
    for (state, more) in [(DeliveryState::Rendered, [].as_slice()), (DeliveryState::Failed, &["--only", "failed"])] {
        restore(place, state).await;
        let told = place.run(&send("out", more), 0);
        assert!(told.lines().any(|line| line.starts_with("0 sent, 2 sent before")), "{told}");
        // From the folder of another day, too.
        restore(place, state).await;
        place.run(&["launch", "invite", "cohort.csv", "--out", "out-2"], 0);
        let told = place.run(&send("out-2", more), 0);
        assert!(told.lines().any(|line| line.starts_with("0 sent, 2 sent before")), "{told}");
    }
    assert_eq!(place.smtp_statuses().await["a@example.org"].0, "sent", "the database learns it from the journal");
    assert_eq!(sent(place), BOTH);
}

#[db_test]
async fn letters_whose_invitations_are_lost_are_not_sent_anew_without_a_word(place: &LaunchPlace) {
    two_people(place);
    place.run(&["launch", "invite", "cohort.csv", "--out", "out"], 0);
    place.run(&send("out", &[]), 0);
    let db = place.connect().await;
    let tx = db.write().await.unwrap();
    beta_invite::Entity::delete_many().exec(tx.conn()).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    let written = place.run(&["launch", "invite", "cohort.csv", "--out", "out"], 0);
    assert!(written.contains("2 invited"), "{written}");
    assert_eq!(std::fs::read_dir(place.path("out")).unwrap().count(), 2, "a letter with a dead code is not kept");
    let told = place.run(&send("out", &[]), 1);
    assert!(told.lines().any(|line| line.starts_with("0 sent, ")) && told.contains("2 unknown"), "{told}");
    assert_eq!(sent(place), BOTH);
    place.run(&send("out", &["--retry", "unknown"]), 0);
    assert_eq!(sent(place).len(), 4, "the operator's word is enough");
}

#[db_test]
async fn a_failure_that_only_the_journal_knows_can_be_sent_again(place: &LaunchPlace) {
    two_people(place);
    place.run(&["launch", "invite", "cohort.csv", "--out", "out"], 0);
    place.run(&["launch", "invite", "cohort.csv", "--out", "out", "--send", "--send-command", "sh -c 'exit 69'"], 1);
    restore(place, DeliveryState::Rendered).await;
    place.run(&send("out", &["--only", "failed"]), 0);
    assert_eq!(sent(place), BOTH);
}

#[db_test]
async fn a_letter_of_an_earlier_invitation_is_not_sent(place: &LaunchPlace) {
    two_people(place);
    place.run(&["launch", "invite", "cohort.csv", "--out", "old"], 0);
    let db = place.connect().await;
    let tx = db.write().await.unwrap();
    let long_ago = "2020-01-01T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    beta_invite::Entity::update_many()
        .col_expr(beta_invite::Column::ExpiresAt, Expr::value(long_ago))
        .exec(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    place.run(&["launch", "invite", "cohort.csv", "--out", "new"], 0);
    let old = place.run(&send("old", &[]), 1);
    assert!(
        old.lines().any(|line| line.starts_with("0 sent, ")) && old.contains("has no letter in the folder"),
        "{old}"
    );
    place.run(&send("new", &[]), 0);
    assert_eq!(sent(place), BOTH);
}

#[db_test]
async fn people_who_came_or_said_no_are_no_failure(place: &LaunchPlace) {
    two_people(place);
    place.run(&["launch", "invite", "cohort.csv", "--out", "out"], 0);
    let db = place.connect().await;
    let mut tx = db.write().await.unwrap();
    let invitation = list_invitations(&tx, None, 1).await.unwrap().rows.remove(0);
    decline_invitation(&mut tx, &Clock::system(), &Origin::operator(), invitation.id).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    let told = place.run(&send("out", &[]), 0);
    assert!(told.contains("1 sent, ") && told.contains("1 with an account or a no"), "{told}");
}

#[db_test]
async fn a_folder_that_others_can_look_into_is_refused_and_left_as_it_is(place: &LaunchPlace) {
    two_people(place);
    std::fs::create_dir(place.path("open")).unwrap();
    std::fs::set_permissions(place.path("open"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let refused = place.run(&["launch", "invite", "cohort.csv", "--out", "open"], 1);
    assert!(refused.contains("others can look into it"), "{refused}");
    assert_eq!(mode(&place.path("open")), 0o755);
}

#[db_test]
async fn an_old_journal_of_another_place_makes_nothing_forgotten(place: &LaunchPlace) {
    two_people(place);
    for folder in ["x/out", "y/out"] {
        place.run(&["launch", "invite", "cohort.csv", "--out", folder], 0);
    }
    place.run(&["launch", "invite", "cohort.csv", "--out", "x/out", "--send", "--send-command", "sh -c 'exit 75'"], 1);
    place.run(&send("y/out", &["--only", "failed"]), 0);
    let told = place.run(&send("x/out", &["--only", "failed"]), 0);
    assert!(told.lines().any(|line| line.starts_with("0 sent, 2 sent before")), "{told}");
    assert_eq!(sent(place), BOTH);
}
