//! The two signals that are read from files: the journey's result, and the load run's summary with its record.

use sillon_database::entities::launch_observation::SignalState::{self, Green, Red, Unchecked};

use super::{fixture, journey, state_of};

async fn journey_with(content: &str) -> (SignalState, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("journey.json"), content).unwrap();
    state_of(journey(folder.path().to_owned()), 4).await
}

#[tokio::test]
async fn a_journey_is_as_good_as_its_worst_step_and_its_age() {
    let good = fixture("journey_good.json");
    assert_eq!(journey_with(&good).await.0, Green);
    let (state, reason) = journey_with(&fixture("journey_bad.json")).await;
    assert_eq!((state, reason.as_str()), (Red, "log in: /api/v1/sessions answered 500"));
    let skipped = good.replace("\"log in\"", "\"log in (skipped: mails go to no folder)\"");
    assert_ne!(skipped, good);
    let (state, reason) = journey_with(&skipped).await;
    assert_eq!((state, &*reason), (Green, "every step worked but 1 that were skipped: mails go to no folder"));
    for (content, words) in [
        (good.replace("T17:40", "T16:40"), "1 h 19 min old"),
        (good.replace("2026-06-21T17:40", "2026-06-22T17:40"), "in the future"),
        (good.replace("17:40:09", "17:39:09"), "ends before it begins"),
        (good.replace("\"ok\": true", "\"ok\": \"yes\""), "not as documented"),
        (good.replace("finished_at", "ended_at"), "missing field"),
        (good[..good.len() / 2].to_owned(), "not whole JSON"),
        (good.clone() + "garbage", "behind the JSON"),
        (String::new(), "empty"),
        (
            r#"{"journey":"x","started_at":"2026-06-21T17:40:00Z","finished_at":"2026-06-21T17:40:00Z","steps":[]}"#
                .to_owned(),
            "no steps",
        ),
    ] {
        let (state, reason) = journey_with(&content).await;
        assert_eq!(state, Unchecked, "{reason}");
        assert!(reason.contains(words), "{reason:?} does not say {words:?}");
    }
}

fn record(finished_at: &str, exit_code: i64) -> String {
    format!(r#"{{"finished_at":"{finished_at}","exit_code":{exit_code},"commit":"0123456789abcdef"}}"#)
}

async fn load_with(record: Option<&str>, summary: Option<&str>) -> (SignalState, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [("record.json", record), ("summary.json", summary)] {
        if let Some(content) = content {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
    }
    state_of(journey(folder.path().to_owned()), 5).await
}

const NIGHT: &str = "2026-06-21T02:01:06Z";

#[tokio::test]
async fn all_three_forms_of_k6_are_told_apart() {
    for (file, exit_code, state) in [
        ("k6_handle_summary_kept.json", 0, Green),
        ("k6_handle_summary_broken.json", 99, Red),
        ("k6_handle_summary_broken.json", 0, Red),
        ("k6_summary_export_kept.json", 0, Green),
        ("k6_summary_export_broken.json", 99, Red),
        ("k6_summary_export_broken.json", 0, Red),
        ("k6_machine_readable.json", 0, Green),
        ("k6_machine_readable.json", 99, Red),
        ("k6_machine_readable.json", 110, Red),
    ] {
        let (found, reason) = load_with(Some(&record(NIGHT, exit_code)), Some(&fixture(file))).await;
        assert_eq!(found, state, "{file} with {exit_code}: {reason}");
    }
    let failing = fixture("k6_machine_readable.json").replace("\"fails\": 0", "\"fails\": 7");
    let (found, reason) = load_with(Some(&record(NIGHT, 0)), Some(&failing)).await;
    assert_eq!((found, reason.as_str()), (Red, "status is 200"));
    let (_, reason) = load_with(Some(&record(NIGHT, 99)), Some(&fixture("k6_handle_summary_broken.json"))).await;
    assert_eq!(reason, "http_req_failed: rate<0.01");
    let mut limited: serde_json::Value = serde_json::from_str(&fixture("k6_handle_summary_broken.json")).unwrap();
    limited["metrics"]["refused_by_limits"] = serde_json::json!({"values": {"count": 3080}});
    let (_, reason) = load_with(Some(&record(NIGHT, 99)), Some(&limited.to_string())).await;
    assert!(reason.starts_with("3080 requests were refused by the limits (429)"), "{reason}");
}

#[tokio::test]
async fn a_run_that_did_not_come_to_its_end_proves_nothing() {
    let summary = fixture("k6_handle_summary_kept.json");
    for (exit_code, words) in
        [(97, "cloud"), (107, "exception"), (108, "aborted"), (104, "configuration"), (1, "could not run")]
    {
        let (state, reason) = load_with(Some(&record(NIGHT, exit_code)), Some(&summary)).await;
        assert_eq!(state, Unchecked);
        assert!(reason.contains(words), "{reason}");
    }
}

#[tokio::test]
async fn a_run_needs_record_and_summary_of_one_night() {
    let (kept, machine) = (fixture("k6_handle_summary_kept.json"), fixture("k6_machine_readable.json"));
    let good = record(NIGHT, 0);
    for (record_file, summary, words) in [
        (None, Some(kept.as_str()), "nothing was run yet"),
        (Some(good.as_str()), None, "nothing was run yet"),
        (Some(&*record("2026-06-19T02:00:00Z", 0)), Some(&kept), "2 d 16 h old"),
        (Some(&*record("2026-06-23T02:00:00Z", 0)), Some(&kept), "in the future"),
        (Some(&*record("2026-06-21T12:00:00Z", 0)), Some(&machine), "the summary is of"),
        (Some(&*good.replace("exit_code", "code")), Some(&kept), "missing field"),
        (Some(&*good), Some("{\"metrics\":{}}"), "no thresholds"),
        (Some(&*good), Some(r#"{"results":{},"metadata":{"generatedAt":"2026-06-21T02:01:05Z"}}"#), "no metrics"),
        (Some(&*good), Some("{}"), "no form of k6"),
        (Some(&*good), Some("<html>"), "a page (HTML)"),
    ] {
        let (state, reason) = load_with(record_file, summary).await;
        assert_eq!(state, Unchecked, "{reason}");
        assert!(reason.contains(words), "{reason:?} does not say {words:?}");
    }
}
