//! The list of people, checked and written to, as the operator's scripts do it.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

#[expect(dead_code, reason = "each test program uses its own part of it")]
mod launch_place;

use std::{fmt::Write, path::Path, process::Command};

use launch_place::LaunchPlace;
use serde_json::Value;
use sillon_testing::{db_test, sillon_binary};

fn good() -> String {
    let mut file = "email,cohort,role\n".to_owned();
    for number in 0..60 {
        let role = if number < 6 { "creator" } else { "listener" };
        writeln!(file, "person{number}@example.org,label{},{role}", number % 3).unwrap();
    }
    file
}

fn script(place: &LaunchPlace, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String) {
    script_named("validate-cohort.sh", place, arguments, variables)
}

fn script_named(name: &str, place: &LaunchPlace, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String) {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/soft-launch");
    let output = Command::new(scripts.join(name))
        .args(arguments)
        .env("SILLON", sillon_binary())
        .envs(place.variables())
        .envs(variables.iter().copied())
        .current_dir(place.folder())
        .output()
        .unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code().unwrap(), text)
}

#[db_test]
async fn the_exit_code_tells_well_from_blocked_from_warned(place: &LaunchPlace) {
    let write = |content: &str| std::fs::write(place.path("cohort.csv"), content).unwrap();
    write(&good());
    assert_eq!(script(place, &["cohort.csv"], &[]).0, 0);

    write(&(good() + "info@example.com,label1,listener\n"));
    let (code, text) = script(place, &["cohort.csv"], &[]);
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("cohort.csv:62:1: warning: info@example.com"), "{text}");
    assert_eq!(script(place, &["cohort.csv"], &[("FORCE", "1")]).0, 0);
    assert_eq!(script(place, &["cohort.csv", "--force"], &[]).0, 0);

    write(&(good() + "PERSON1@example.org,label1,wizard\n"));
    let (code, text) = script(place, &["cohort.csv"], &[("FORCE", "1")]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("cohort.csv:62:3: blocked: \"wizard\" is not a role"), "{text}");
    assert_eq!(script(place, &["missing.csv"], &[]).0, 1);
}

#[db_test]
async fn nobody_at_all_cannot_be_forced_and_needs_no_letter(place: &LaunchPlace) {
    std::fs::write(place.path("cohort.csv"), "email;cohort;role\r\n;;\r\n").unwrap();
    let (code, text) = script(place, &["cohort.csv"], &[("FORCE", "1")]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("cohort.csv:1:1: blocked: there are no people") && !text.contains("few_people"), "{text}");
    place.run(&["migrate"], 0);
    let nothing = place.run(&["launch", "invite", "cohort.csv", "--out", "out"], 0);
    assert!(nothing.contains("0 invited"), "{nothing}");
}

#[db_test]
async fn machines_get_the_same_as_json(place: &LaunchPlace) {
    std::fs::write(place.path("cohort.csv"), good() + "person1@example.org,label1,listener\n").unwrap();
    let (code, text) = script(place, &["cohort.csv", "--format", "json"], &[]);
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, json["exit_code"].as_i64(), json["people"].as_i64()), (1, Some(1), Some(61)));
    let finding = &json["findings"][0];
    assert_eq!((finding["line"].as_i64(), finding["column"].as_i64()), (Some(62), Some(1)));
    assert_eq!((finding["severity"].as_str(), finding["code"].as_str()), (Some("hard"), Some("duplicate_address")));
    assert_eq!(json["cohorts"]["label0"], 20);
}

#[db_test]
async fn the_database_knows_who_is_here_and_who_was_invited(place: &LaunchPlace) {
    std::fs::write(place.path("cohort.csv"), good()).unwrap();
    place.run(&["migrate"], 0);
    assert_eq!(script(place, &["cohort.csv", "--against-db"], &[]).0, 0);
    std::fs::write(place.path("few.csv"), "email,cohort,role\nPerson3@example.org,label,listener\n").unwrap();
    place.run(&["launch", "invite", "few.csv"], 0);
    let (code, text) = script(place, &["cohort.csv", "--against-db"], &[]);
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("cohort.csv:5:1: warning: person3@example.org has an invitation"), "{text}");
    assert_eq!(script(place, &["cohort.csv", "--against-db"], &[("FORCE", "1")]).0, 0);
}

#[db_test]
async fn the_script_that_sends_ends_as_the_letters_do(place: &LaunchPlace) {
    std::fs::write(place.path("cohort.csv"), "email,cohort,role\nada@example.org,friends,creator\n").unwrap();
    place.run(&["migrate"], 0);
    let send = |variables: &[(&str, &str)], more: &[&str]| {
        script_named("send-invitations.sh", place, &[&["cohort.csv"], more].concat(), variables)
    };
    let (code, text) = send(&[], &[]);
    assert_eq!(code, 0, "{text}");
    // EX_TEMPFAIL of sysexits.h.
    let (code, text) = send(&[("SEND", "1"), ("SEND_CMD", "sh -c 'exit 75'")], &[]);
    assert_eq!(code, 1, "{text}");
    let (code, text) = send(&[("SEND", "1"), ("SEND_CMD", "sh -c 'cat >taken.eml'")], &["--only", "failed"]);
    assert_eq!(code, 0, "{text}");
    assert!(std::fs::read_to_string(place.path("taken.eml")).unwrap().contains("To: ada@example.org"));
    std::fs::remove_file(place.path("taken.eml")).unwrap();
    let (code, text) = send(&[("SEND", "1"), ("SEND_CMD", "sh -c 'cat >taken.eml'")], &[]);
    assert_eq!((code, place.path("taken.eml").exists()), (0, false), "nobody gets it twice: {text}");
    assert_eq!(send(&[], &["--no-such-flag"]).0, 64, "EX_USAGE");
}
