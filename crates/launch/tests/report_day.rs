//! The day's report, as those in the call read it.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use chrono::{DateTime, TimeDelta, Utc};
use sillon_database::{
    entities::launch_observation::{
        Model,
        SignalState::{self, Green, Red, Unchecked},
    },
    ids::{LaunchCheckId, ObservationId},
};
use sillon_launch::monitor::report_day;

fn at(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

/// One check of two signals.
fn check(time: &str, states: [SignalState; 2], reason: &str) -> Vec<Model> {
    let checked_at = at(time);
    let check_id = LaunchCheckId::new(checked_at);
    let observation = |(name, state): (&str, SignalState)| Model {
        id: ObservationId::new(checked_at),
        check_id,
        checked_at,
        signal: name.to_owned(),
        state,
        value: Some(reason.to_owned()),
        threshold: "0 open with the label <i>|HIGH".to_owned(),
        observed_at: None,
        age_limit_s: None,
        source: "source".to_owned(),
        reason: reason.to_owned(),
    };
    ["3 status page", "6 issues"].into_iter().zip(states).map(observation).collect()
}

fn report(checks: &[Vec<Model>]) -> String {
    report_day(&checks.concat(), at("2026-06-20T18:00:00Z"), at("2026-06-21T18:00:00Z"))
}

#[test]
fn changes_have_their_date_and_the_verdict_changes_with_them() {
    let text = report(&[
        check("2026-06-20T23:59:30Z", [Green, Green], "up"),
        check("2026-06-21T00:00:30Z", [Unchecked, Green], "no answer"),
        check("2026-06-21T00:01:30Z", [Unchecked, Red], "1 open"),
        check("2026-06-21T00:02:30Z", [Green, Red], "1 open"),
    ]);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("- ")).collect();
    assert_eq!(
        lines,
        [
            "- not checked from 2026-06-20 18:00:00 UTC to 2026-06-20 23:59:30 UTC",
            "- 2026-06-21 00:00:30 UTC: 3 status page ✅ → ⚪ could not check: `no answer`",
            "- 2026-06-21 00:00:30 UTC: **GO → HOLD**",
            "- 2026-06-21 00:01:30 UTC: 6 issues ✅ → 🔴 red: `1 open`",
            "- 2026-06-21 00:01:30 UTC: **HOLD → NO-GO**",
            "- 2026-06-21 00:02:30 UTC: 3 status page ⚪ → ✅ green: `1 open`",
            "- not checked from 2026-06-21 00:02:30 UTC to 2026-06-21 18:00:00 UTC",
        ]
    );
}

#[test]
fn a_day_without_holes_and_changes_says_so() {
    let hours = (0..=24).map(|hour| (at("2026-06-20T18:00:00Z") + TimeDelta::hours(hour)).to_rfc3339());
    let checks: Vec<_> = hours.map(|time| check(&time, [Green, Green], "up")).collect();
    let text = report(&checks);
    assert!(text.contains("Nothing: every signal") && !text.contains("not checked from"), "{text}");
    let holed = report(&[&checks[..5], &checks[6..]].concat());
    let gap = "- not checked from 2026-06-20 22:00:00 UTC to 2026-06-21 00:00:00 UTC";
    assert!(holed.contains("Nothing: every signal") && holed.contains(gap), "{holed}");
}

/// What is left of a line once its code is taken out.
fn without_code(line: &str) -> String {
    let mut rest = line;
    let mut bare = String::new();
    while let Some(start) = rest.find('`') {
        bare.push_str(&rest[..start]);
        let fence: String = rest[start..].chars().take_while(|letter| *letter == '`').collect();
        let inside = &rest[start + fence.len()..];
        let end = inside.find(&fence).unwrap();
        rest = &inside[end + fence.len()..];
    }
    bare + rest
}

#[test]
fn what_others_wrote_is_no_markdown() {
    let title = "![p](https://evil.example/p.png) @ada #12 | a\\|b `<img src=x>` **x** www.evil.example";
    let text = report(&[
        check("2026-06-21T17:58:00Z", [Green, Green], "up"),
        check("2026-06-21T17:59:00Z", [Green, Red], title),
    ]);
    let table: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
    assert_eq!(table.len(), 3);
    for line in text.lines() {
        let bare = without_code(line);
        for foreign in ["![", "](", "@", "#12", "<", "evil"] {
            assert!(!bare.contains(foreign), "{foreign}: {line}");
        }
    }
    for line in table {
        assert_eq!(line.matches('|').count(), 6, "five cells: {line}");
    }
    assert!(text.contains(&format!("red: ``{title}``")), "outside of a table it stands as it was written: {text}");
}
