//! Letters before and between the runs that send them: corrected, read, sent in a fair order, not wanted.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

#[expect(dead_code, reason = "each test program uses its own part of it")]
mod launch_place;

use std::fs;

use launch_place::LaunchPlace;
use sillon_testing::db_test;

const WRITE: [&str; 5] = ["launch", "invite", "cohort.csv", "--out", "out"];

fn cohort(place: &LaunchPlace, rows: &[&str]) {
    fs::write(place.path("cohort.csv"), format!("email,cohort,role\n{}\n", rows.join("\n"))).unwrap();
}

fn letter(place: &LaunchPlace, number: usize) -> String {
    let start = format!("{number:04}-");
    let mut names = fs::read_dir(place.path("out")).unwrap().map(|entry| entry.unwrap().file_name());
    let name = names.find(|name| name.to_str().unwrap().starts_with(&start)).unwrap();
    format!("out/{}", name.to_str().unwrap())
}

#[db_test]
async fn a_letter_can_be_read_as_its_reader_sees_it(place: &LaunchPlace) {
    cohort(place, &["ada@example.org,friends,listener"]);
    place.run(&["migrate"], 0);
    place.run(&WRITE, 0);
    let shown = place.run(&["launch", "letters", "--show", &letter(place, 1)], 0);
    assert!(
        shown.starts_with("From:    Léa, du Sillon <bonjour@music.example.org>\nTo:      ada@example.org\n"),
        "{shown}"
    );
    assert!(shown.contains("Le Sillon de l’été\n\nBonjour,\n\nNous sommes trois.\n"), "{shown}");
    assert!(shown.contains("https://music.example.org/join#code="), "links are whole: {shown}");
    let json = place.run(&["launch", "letters", "--show", &letter(place, 1), "--format", "json"], 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json["html"].as_str().unwrap().contains("Léa, Karim et Zoé"));
    let refused = place.run(&["launch", "letters", "--show", "cohort.csv"], 1);
    assert!(refused.contains("cohort.csv is not a letter"), "{refused}");
}

#[db_test]
async fn what_was_corrected_stands_in_letters_that_were_not_sent_yet(place: &LaunchPlace) {
    cohort(place, &["ada@example.org,friends,listener", "ben@example.org,friends,listener"]);
    place.run(&["migrate"], 0);
    place.run(&WRITE, 0);
    let (first, second) = (letter(place, 1), letter(place, 2));
    let before = fs::read(place.path(&first)).unwrap();
    let again = place.run(&WRITE, 0);
    assert!(again.contains("2 invited before, 0 corrected, 0 letters written again"), "{again}");
    assert_eq!(fs::read(place.path(&first)).unwrap(), before, "nothing changed, nothing is written");

    cohort(place, &["ada@example.org,friends,listener"]);
    place.run(&[&WRITE[..], &["--send", "--send-command", "sh -c 'cat >/dev/null'"]].concat(), 0);
    cohort(place, &["ada@example.org,friends,listener", "ben@example.org,makers,creator"]);
    let about = [("SILLON_LAUNCH_ABOUT", "Nous sommes quatre.")];
    let corrected = place.run_with(&WRITE, &about, 0);
    assert!(corrected.contains("1 invited before, 1 corrected, 0 letters written again"), "{corrected}");
    assert!(place.run(&["launch", "letters", "--show", &second], 0).contains("Nous sommes quatre."));
    assert_eq!(fs::read(place.path(&first)).unwrap(), before, "that one went out");
    assert!(place.run(&["launch", "report", "--format", "csv"], 0).contains("\nmakers,1,"));
}

/// The command that refuses the dead for good, asks the late to come back once, and takes the others.
const SERVER: &str = "sh -c 'to=$(grep ^To:); case $to in *dead*) exit 67;; \
                      *late*) test -e again || exit 75;; esac; echo $to >>taken'";

#[db_test]
async fn five_that_fail_at_the_top_keep_nobody_below_them_waiting(place: &LaunchPlace) {
    let dead = (1..=5).map(|number| format!("dead{number}@example.org,friends,listener"));
    let rows: Vec<String> =
        dead.chain(["late1", "late2", "well"].map(|name| format!("{name}@example.org,friends,listener"))).collect();
    cohort(place, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    place.run(&["migrate"], 0);
    place.run(&WRITE, 0);
    let send =
        |more: &[&str], code| place.run(&[&WRITE[..], &["--send", "--send-command", SERVER], more].concat(), code);
    let stopped = send(&[], 1);
    assert!(stopped.contains("five failures in a row"), "{stopped}");
    assert!(stopped.contains("then: sillon launch invite cohort.csv --out out --send\n"), "{stopped}");
    let rest = send(&[], 1);
    assert!(rest.contains("1 sent, ") && rest.contains("--out out --send --only temporary"), "{rest}");
    fs::write(place.path("again"), "").unwrap();
    let late = send(&["--only", "temporary"], 0);
    assert!(late.contains("2 sent, ") && late.contains("5 left alone"), "the dead are not asked again: {late}");

    // Some more are late, behind the dead: who was refused for good is asked last.
    fs::remove_file(place.path("again")).unwrap();
    cohort(
        place,
        &[rows.iter().map(String::as_str).collect::<Vec<_>>(), vec!["late3@example.org,friends,listener"]].concat(),
    );
    place.run(&WRITE, 0);
    send(&[], 1);
    fs::write(place.path("again"), "").unwrap();
    let all = send(&["--only", "failed"], 1);
    assert!(all.contains("1 sent, ") && all.contains("5 refused for good"), "{all}");
    let taken = fs::read_to_string(place.path("taken")).unwrap();
    let names: Vec<&str> = taken.lines().map(|line| line.trim_start_matches("To: ")).collect();
    assert_eq!(names, ["well", "late1", "late2", "late3"].map(|name| format!("{name}@example.org")));
}

#[db_test]
async fn nothing_is_made_where_nothing_was_written(place: &LaunchPlace) {
    cohort(place, &["ada@example.org,friends,listener"]);
    place.run(&["migrate"], 0);
    let missing = place.run(&["launch", "invite", "cohort.csv", "--out", "else/where", "--send"], 1);
    assert!(missing.contains("there is no folder else/where"), "{missing}");
    assert!(!place.path("else").exists());
}

#[db_test]
async fn a_no_that_came_by_another_way_is_noted_and_can_be_taken_back(place: &LaunchPlace) {
    cohort(place, &["ada@example.org,friends,listener"]);
    place.run(&["migrate"], 0);
    place.run(&WRITE, 0);
    let stranger = place.run(&["launch", "decline", "ben@example.org"], 1);
    assert!(stranger.contains("ben@example.org has no invitation"), "{stranger}");
    place.run(&["launch", "decline", "ADA@example.org"], 0);
    let written = place.run(&WRITE, 0);
    assert!(written.contains("ada@example.org: said no"), "{written}");
    place.run(&["launch", "decline", "ada@example.org", "--undo"], 0);
    assert!(place.run(&WRITE, 0).contains("1 invited"));
    place.run(&["launch", "decline", "ada@example.org", "--undo"], 1);
}
