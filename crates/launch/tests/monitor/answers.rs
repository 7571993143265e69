//! What each provider really answers, green and red.

use chrono::{DateTime, TimeDelta, Utc};
use sillon_database::entities::launch_observation::SignalState::{Green, Red, Unchecked};
use sillon_launch::monitor::{StatusProvider, Tracker};

use super::{
    fixture, issues, look, sentry,
    stand_in::{Reply, StandIn},
    state_of, status,
};

#[tokio::test]
async fn sentry_and_glitchtip_are_red_for_fatal_or_high_of_today() {
    for (file, state, value) in [
        ("sentry_quiet.json", Green, "0"),
        ("sentry_fatal.json", Red, "1"),
        ("sentry_high.json", Red, "1"),
        ("glitchtip_fatal.json", Red, "1"),
        ("glitchtip_quiet.json", Green, "0"),
    ] {
        let server = StandIn::start().await;
        server.on("/api/0/organizations/music/issues/", [Reply::json(fixture(file))]);
        let seen = look(sentry(&server.url), 2).await;
        assert_eq!((seen.state, seen.value.as_deref()), (state, Some(value)), "{file}: {}", seen.reason);
        let request = server.requests.lock().unwrap()[0].clone();
        assert!(request.contains("query=is%3Aunresolved&statsPeriod=24h&limit=100&project=4507"), "{request}");
        assert!(request.to_lowercase().contains("authorization: bearer secret"), "{request}");
    }
}

#[tokio::test]
async fn sentry_is_read_to_its_last_page() {
    let server = StandIn::start().await;
    let link = |results: bool, cursor: &str| {
        let url = &server.url;
        let next = format!(
            "<{url}/api/0/organizations/music/issues/?cursor={cursor}>; rel=\"next\"; results=\"{results}\"; cursor=\"{cursor}\""
        );
        vec![("link", format!("<{url}/x>; rel=\"previous\"; results=\"false\"; cursor=\"0:0:1\", {next}"))]
    };
    server.on(
        "/api/0/organizations/music/issues/",
        [
            Reply::Answer(200, link(true, "0:100:0"), fixture("sentry_quiet.json")),
            Reply::Answer(200, link(false, "0:200:0"), fixture("sentry_fatal.json")),
        ],
    );
    let seen = look(sentry(&server.url), 2).await;
    assert_eq!((seen.state, seen.reason.as_str()), (Red, "SILLON-4"));
    assert_eq!(server.paths().len(), 2);
}

#[tokio::test]
async fn every_status_page_is_read_in_its_own_dialect() {
    for (provider, page, path, file, state, value) in [
        (StatusProvider::Statuspage, "", "/api/v2/summary.json", "statuspage_up.json", Green, "3 of 3 up"),
        (StatusProvider::Statuspage, "", "/api/v2/summary.json", "statuspage_outage.json", Red, "1 of 3 up"),
        (StatusProvider::Gatus, "", "/api/v1/endpoints/statuses?page=1", "gatus_up.json", Green, "2 of 2 up"),
        (StatusProvider::Gatus, "", "/api/v1/endpoints/statuses?page=1", "gatus_down.json", Red, "1 of 2 up"),
        (
            StatusProvider::UptimeKuma,
            "/status/music",
            "/api/status-page/heartbeat/music",
            "uptime_kuma_up.json",
            Green,
            "2 of 2 up",
        ),
        (
            StatusProvider::UptimeKuma,
            "/status/music",
            "/api/status-page/heartbeat/music",
            "uptime_kuma_down.json",
            Red,
            "0 of 2 up",
        ),
        (StatusProvider::Upptime, "", "/history/summary.json", "upptime_up.json", Green, "2 of 2 up"),
        (StatusProvider::Upptime, "", "/history/summary.json", "upptime_degraded.json", Red, "1 of 2 up"),
        (StatusProvider::Cstate, "", "/index.json", "cstate_up.json", Green, "3 of 3 up"),
        (StatusProvider::Cstate, "", "/index.json", "cstate_disrupted.json", Red, "1 of 3 up"),
    ] {
        let server = StandIn::start().await;
        server.on(path, [Reply::json(fixture(file))]);
        let seen = look(status(provider, &format!("{}{page}", server.url)), 3).await;
        assert_eq!((seen.state, seen.value.as_deref()), (state, Some(value)), "{file}: {}", seen.reason);
        assert_eq!(seen.observed_at.is_none(), provider == StatusProvider::Upptime, "{file}");
        assert_eq!(seen.reason.contains("its age is not known"), provider == StatusProvider::Upptime, "{file}");
    }
}

/// The instance's own answer, each part looked at some minutes ago.
fn own_status(storage: &str, minutes: i64) -> String {
    let now: DateTime<Utc> = "2026-06-21T18:00:00Z".parse().unwrap();
    let checked_at = (now - TimeDelta::minutes(minutes)).to_rfc3339();
    fixture("instance_status.json").replace("STORAGE", storage).replace("CHECKED", &checked_at)
}

#[tokio::test]
async fn the_instances_own_page_is_read_part_by_part() {
    for (body, state, words) in [
        (own_status("working", 1), Green, "everything is up"),
        (own_status("degraded", 1), Red, "storage: degraded"),
        (own_status("down", 1), Red, "storage: down"),
        (own_status("working", 6), Unchecked, "api: it is 6 min old"),
        (own_status("working", -30), Unchecked, "is in the future"),
        (own_status("resting", 1), Unchecked, "resting"),
        (r#"{"state":null,"parts":[],"incidents":[]}"#.to_owned(), Unchecked, "lists nothing"),
    ] {
        let server = StandIn::start().await;
        server.on("/status.json", [Reply::json(body)]);
        let (seen, reason) = state_of(status(StatusProvider::Instance, &server.url), 3).await;
        assert_eq!(seen, state, "{reason}");
        assert!(reason.contains(words), "{reason:?} does not say {words:?}");
    }
}

#[tokio::test]
async fn github_counts_issues_and_no_pull_requests_over_all_pages() {
    let server = StandIn::start().await;
    let next = format!("<{}/repos/music/sillon/issues?page=2>; rel=\"next\"", server.url);
    server
        .on("/repos/music/sillon/labels/HIGH", [Reply::json(fixture("github_label.json"))])
        .on("/repos/music/sillon/issues", [Reply::json(fixture("github_only_pull_requests.json"))]);
    assert_eq!(state_of(issues(Tracker::Github, &server.url), 6).await.0, Green);
    server.on(
        "/repos/music/sillon/issues",
        [
            Reply::Answer(200, vec![("link", next)], fixture("github_only_pull_requests.json")),
            Reply::json(fixture("github_issues.json")),
        ],
    );
    let seen = look(issues(Tracker::Github, &server.url), 6).await;
    assert_eq!((seen.state, seen.reason.as_str()), (Red, "#3 Problem 3"));
}

#[tokio::test]
async fn gitlab_is_followed_by_the_number_of_its_next_page() {
    let server = StandIn::start().await;
    let page = |next: &str, file| Reply::Answer(200, vec![("x-next-page", next.to_owned())], fixture(file));
    server.on("/api/v4/projects/music%2Fsillon/labels/HIGH", [Reply::json(fixture("gitlab_label.json"))]).on(
        "/api/v4/projects/music%2Fsillon/issues",
        [page("2", "gitlab_issues_1.json"), page("", "gitlab_issues_2.json")],
    );
    let seen = look(issues(Tracker::Gitlab, &server.url), 6).await;
    assert_eq!((seen.state, seen.value.as_deref()), (Red, Some("2")), "{}", seen.reason);
    assert!(server.requests.lock().unwrap()[0].to_lowercase().contains("private-token: secret"));
}

#[tokio::test]
async fn forgejo_is_asked_for_its_labels_first() {
    let server = StandIn::start().await;
    server
        .on("/api/v1/repos/music/sillon/labels", [Reply::json(fixture("forgejo_labels.json")), Reply::json("[]")])
        .on("/api/v1/repos/music/sillon/issues", [Reply::json(fixture("forgejo_issues.json")), Reply::json("[]")]);
    assert_eq!(state_of(issues(Tracker::Forgejo, &server.url), 6).await.0, Red);
    let mut typo = issues(Tracker::Forgejo, &server.url);
    typo.issues.label = "HIHG".to_owned();
    let (state, reason) = state_of(typo, 6).await;
    assert_eq!((state, reason.as_str()), (Unchecked, "the repository has no label HIHG"));
}

#[tokio::test]
async fn a_label_that_does_not_exist_is_no_green() {
    for tracker in [Tracker::Github, Tracker::Gitlab] {
        let server = StandIn::start().await;
        server.on("/repos/music/sillon/issues", [Reply::json("[]")]);
        server.on("/api/v4/projects/music%2Fsillon/issues", [Reply::json("[]")]);
        let (state, reason) = state_of(issues(tracker, &server.url), 6).await;
        assert_eq!(state, Unchecked);
        assert!(reason.starts_with("the label HIGH: there is no such thing (404"), "{reason}");
    }
}

#[tokio::test]
async fn what_others_wrote_moves_no_cursor_and_a_comma_is_no_label() {
    let server = StandIn::start().await;
    let issues_file = fixture("github_issues.json").replace("Problem 3", "Problem\\u001b[2K\\r\\u0000✅ 6 issues 0");
    server
        .on("/repos/music/sillon/labels/HIGH", [Reply::json(fixture("github_label.json"))])
        .on("/repos/music/sillon/issues", [Reply::json(issues_file)]);
    let seen = look(issues(Tracker::Github, &server.url), 6).await;
    assert_eq!((seen.state, seen.reason.as_str()), (Red, "#3 Problem [2K  ✅ 6 issues 0"));
    let mut two = issues(Tracker::Github, &server.url);
    two.issues.label = "HIGH, urgent".to_owned();
    let (state, reason) = state_of(two, 6).await;
    assert!(state == Unchecked && reason.contains("has a comma"), "{reason}");
}
