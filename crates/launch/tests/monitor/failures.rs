//! Every way in which an answer can be none: always "could not check", never green or red.

use std::time::Duration;

use chrono::TimeDelta;
use sillon_database::entities::launch_observation::SignalState::Unchecked;
use sillon_launch::monitor::{Monitor, Settings, StatusProvider, Tracker, http_client_within};

use super::{
    fixture, issues, look_with, sentry,
    stand_in::{Reply, StandIn},
    state_of, status,
};

/// One question of each provider: its settings, and the number of its signal.
fn questions(url: &str) -> Vec<(&'static str, Settings, usize)> {
    vec![
        ("sentry", sentry(url), 2),
        ("instance", status(StatusProvider::Instance, url), 3),
        ("statuspage", status(StatusProvider::Statuspage, url), 3),
        ("gatus", status(StatusProvider::Gatus, url), 3),
        ("uptime kuma", status(StatusProvider::UptimeKuma, &format!("{url}/status/music")), 3),
        ("upptime", status(StatusProvider::Upptime, url), 3),
        ("cstate", status(StatusProvider::Cstate, url), 3),
        ("github", issues(Tracker::Github, url), 6),
        ("gitlab", issues(Tracker::Gitlab, url), 6),
        ("forgejo", issues(Tracker::Forgejo, url), 6),
    ]
}

async fn expect_unchecked(url: &str, words: &str) {
    for (provider, settings, signal) in questions(url) {
        let (state, reason) = state_of(settings, signal).await;
        assert_eq!(state, Unchecked, "{provider}: {reason}");
        assert!(reason.contains(words), "{provider}: {reason:?} does not say {words:?}");
    }
}

#[tokio::test]
async fn a_server_that_cannot_be_reached() {
    expect_unchecked("http://nowhere.invalid", "(DNS)").await;
    expect_unchecked("http://127.0.0.1:1", "refused").await;
    expect_unchecked("music.example.org", "is not an address").await;
    expect_unchecked("ftp://music.example.org", "is not an http address").await;
}

#[tokio::test]
async fn a_server_without_usable_encryption() {
    let server = StandIn::start().await;
    expect_unchecked(&server.url.replace("http://", "https://"), "(TLS)").await;
}

#[tokio::test]
async fn every_status_but_200() {
    for (status, words) in [
        (301, "a login page, or the address has changed"),
        (302, "a login page, or the address has changed"),
        (401, "wants one (401"),
        (403, "may not see this (403"),
        (404, "no such thing (404"),
        (418, "it answers 418"),
        (429, "too many requests"),
        (500, "problem of its own (500"),
        (503, "problem of its own (503"),
    ] {
        let server = StandIn::start().await;
        server.on("/", [Reply::status(status)]);
        expect_unchecked(&server.url, words).await;
    }
}

#[tokio::test]
async fn limits_of_requests_say_how_long_to_wait() {
    for (status, headers) in [
        (403, vec![("x-ratelimit-remaining", "0".to_owned()), ("retry-after", "60".to_owned())]),
        (429, vec![("retry-after", "60".to_owned())]),
    ] {
        let server = StandIn::start().await;
        server.on("/", [Reply::Answer(status, headers, String::new())]);
        expect_unchecked(&server.url, "it asks to wait 60 s").await;
    }
}

#[tokio::test]
async fn bodies_that_are_no_data() {
    for (body, words) in [
        ("<!doctype html><title>Sign in</title>", "a page (HTML)"),
        ("  \n", "the answer is empty"),
        ("{\"status\":", "the answer is not"),
        ("nonsense", "not whole JSON"),
        ("42", "not as documented"),
    ] {
        let server = StandIn::start().await;
        server.on("/", [Reply::json(body)]);
        expect_unchecked(&server.url, words).await;
    }
    let server = StandIn::start().await;
    server.on("/", [Reply::Truncated("[".to_owned())]);
    expect_unchecked(&server.url, "broke off").await;
}

#[tokio::test]
async fn a_server_that_says_nothing() {
    let server = StandIn::start().await;
    server.on("/", [Reply::Silence]);
    for (provider, settings, signal) in questions(&server.url).into_iter().step_by(4) {
        let (state, reason) = state_of(settings, signal).await;
        assert_eq!(state, Unchecked, "{provider}");
        assert!(reason.ends_with("no answer within the time limit"), "{provider}: {reason}");
    }
}

/// The limit for all pages of a provider ends what the limit for each of them would still wait for.
#[tokio::test]
async fn a_server_that_takes_too_long_with_all_its_pages() {
    let server = StandIn::start().await;
    server.on("/", [Reply::Silence]);
    for (provider, settings, signal) in questions(&server.url).into_iter().step_by(4) {
        let client = http_client_within(Duration::from_secs(20)).unwrap();
        let monitor = Monitor { client, time_limit: Duration::from_secs(1), ..crate::monitor(settings) };
        let seen = look_with(&monitor, signal).await;
        assert_eq!(seen.state, Unchecked, "{provider}");
        assert!(seen.reason.ends_with("it was not read to its end within 1 s"), "{provider}: {}", seen.reason);
    }
}

/// A good answer with one thing changed, and what that does.
async fn changed(provider: &str, path: &'static str, file: &str, from: &str, to: &str) -> String {
    let server = StandIn::start().await;
    let body = fixture(file);
    assert!(body.contains(from), "{file} has no {from}");
    server
        .on("/repos/music/sillon/labels/HIGH", [Reply::json(fixture("github_label.json"))])
        .on("/api/v4/projects/music%2Fsillon/labels/HIGH", [Reply::json(fixture("gitlab_label.json"))])
        .on("/api/v1/repos/music/sillon/labels", [Reply::json(fixture("forgejo_labels.json")), Reply::json("[]")])
        .on(path, [Reply::json(body.replace(from, to)), Reply::json("[]")]);
    let (_, settings, signal) = questions(&server.url).into_iter().find(|(name, _, _)| *name == provider).unwrap();
    let (state, reason) = state_of(settings, signal).await;
    assert_eq!(state, Unchecked, "{provider} with {to}: {reason}");
    reason
}

const SENTRY: &str = "/api/0/organizations/music/issues/";
const STATUSPAGE: &str = "/api/v2/summary.json";
const GATUS: &str = "/api/v1/endpoints/statuses";
const KUMA: &str = "/api/status-page/heartbeat/music";
const UPPTIME: &str = "/history/summary.json";
const CSTATE: &str = "/index.json";

#[tokio::test]
async fn words_that_are_not_documented() {
    for (provider, path, file, from, to) in [
        ("sentry", SENTRY, "sentry_quiet.json", "\"level\": \"error\"", "\"level\": \"apocalyptic\""),
        ("sentry", SENTRY, "sentry_quiet.json", "\"priority\": \"low\"", "\"priority\": \"urgent\""),
        ("sentry", SENTRY, "sentry_quiet.json", "\"status\": \"unresolved\"", "\"status\": \"escalating\""),
        ("statuspage", STATUSPAGE, "statuspage_up.json", "\"operational\"", "\"fine\""),
        ("statuspage", STATUSPAGE, "statuspage_up.json", "\"none\"", "\"unknown\""),
        ("uptime kuma", KUMA, "uptime_kuma_up.json", "\"status\": 1", "\"status\": 7"),
        ("uptime kuma", KUMA, "uptime_kuma_up.json", "\"status\": 1", "\"status\": 2"),
        ("upptime", UPPTIME, "upptime_up.json", "\"status\": \"up\"", "\"status\": \"ok\""),
        ("cstate", CSTATE, "cstate_up.json", "\"status\": \"ok\"", "\"status\": \"good\""),
        ("github", "/repos/music/sillon/issues", "github_issues.json", "\"state\": \"open\"", "\"state\": \"dormant\""),
        ("gitlab", "/api/v4/projects/music%2Fsillon/issues", "gitlab_issues_1.json", "\"opened\"", "\"locked\""),
        ("forgejo", "/api/v1/repos/music/sillon/issues", "forgejo_issues.json", "\"state\": \"open\"", "\"state\": 1"),
    ] {
        changed(provider, path, file, from, to).await;
    }
}

#[tokio::test]
async fn fields_that_are_missing() {
    for (provider, path, file, from) in [
        ("sentry", SENTRY, "sentry_quiet.json", "\"lastSeen\""),
        ("statuspage", STATUSPAGE, "statuspage_up.json", "\"indicator\""),
        ("gatus", GATUS, "gatus_up.json", "\"timestamp\""),
        ("uptime kuma", KUMA, "uptime_kuma_up.json", "\"heartbeatList\""),
        ("upptime", UPPTIME, "upptime_up.json", "\"status\""),
        ("cstate", CSTATE, "cstate_up.json", "\"summaryStatus\""),
        ("github", "/repos/music/sillon/issues", "github_issues.json", "\"number\""),
    ] {
        let reason = changed(provider, path, file, from, "\"somethingElse\"").await;
        assert!(reason.contains("missing field"), "{provider}: {reason}");
    }
}

#[tokio::test]
async fn lists_that_are_empty_where_something_must_be() {
    for (provider, path, body) in [
        ("gatus", GATUS, "[]"),
        ("gatus", GATUS, r#"[{"name":"api","group":"core","key":"core_api","results":[]}]"#),
        ("uptime kuma", KUMA, r#"{"heartbeatList":{},"uptimeList":{}}"#),
        ("uptime kuma", KUMA, r#"{"heartbeatList":{"1":[]},"uptimeList":{}}"#),
        ("upptime", UPPTIME, "[]"),
    ] {
        let server = StandIn::start().await;
        server.on(path, [Reply::json(body)]);
        let (_, settings, signal) = questions(&server.url).into_iter().find(|(name, _, _)| *name == provider).unwrap();
        let (state, reason) = state_of(settings, signal).await;
        assert_eq!(state, Unchecked, "{provider}: {reason}");
    }
}

#[tokio::test]
async fn times_that_are_old_or_to_come() {
    let reason = changed("gatus", GATUS, "gatus_up.json", "2026-06-21T17:58:00Z", "2026-06-21T12:00:00Z").await;
    assert!(reason.contains("6 h 0 min old"), "{reason}");
    let reason = changed("gatus", GATUS, "gatus_up.json", "2026-06-21T17:58:00Z", "2026-06-22T12:00:00Z").await;
    // The newest result of an endpoint counts, the oldest endpoint is the page's age: a future one is not hidden by it.
    assert!(reason.contains("in the future"), "{reason}");
    let reason =
        changed("uptime kuma", KUMA, "uptime_kuma_up.json", "2026-06-21 17:59:40.500", "2026-06-20 17:59:40.500").await;
    assert!(reason.contains("1 d 0 h old"), "{reason}");
    let reason = changed("sentry", SENTRY, "sentry_quiet.json", "2026-06-21T17:30:00Z", "2027-06-21T17:30:00Z").await;
    assert!(reason.contains("in the future"), "{reason}");
    let reason = changed("statuspage", STATUSPAGE, "statuspage_up.json", "2026-05-02", "2027-05-02").await;
    assert!(reason.contains("in the future"), "{reason}");
    let reason = changed("cstate", CSTATE, "cstate_up.json", "2026-06-01", "2027-06-01").await;
    assert!(reason.contains("in the future"), "{reason}");
}

#[tokio::test]
async fn a_quote_in_a_title_of_cstate() {
    let server = StandIn::start().await;
    server.on(CSTATE, [Reply::json(fixture("cstate_quote.json"))]);
    let (state, reason) = state_of(status(StatusProvider::Cstate, &server.url), 3).await;
    assert_eq!(state, Unchecked);
    assert!(reason.contains("not whole JSON"), "{reason}");
}

#[tokio::test]
async fn nothing_is_configured() {
    let nothing = Settings { journey_max_age: TimeDelta::hours(1), ..Settings::default() };
    for (signal, words) in [
        (1, "the database cannot be reached"),
        (2, "launch.sentry_url is not set"),
        (3, "launch.status_url (or server.public_url) is not set"),
        (4, "nothing was run yet"),
        (5, "nothing was run yet"),
        (6, "launch.issues_provider is not set"),
    ] {
        let (state, reason) = state_of(nothing.clone(), signal).await;
        assert_eq!(state, Unchecked);
        assert!(reason.contains(words), "{signal}: {reason}");
    }
}

#[tokio::test]
async fn a_full_page_that_names_no_next_one() {
    let server = StandIn::start().await;
    let one: serde_json::Value = serde_json::from_str(&fixture("sentry_quiet.json")).unwrap();
    let quiet = vec![one[0].clone(); 100];
    server.on(SENTRY, [Reply::json(serde_json::to_string(&quiet).unwrap())]);
    let (_, settings, signal) = questions(&server.url).into_iter().find(|(name, _, _)| *name == "sentry").unwrap();
    let (state, reason) = state_of(settings, signal).await;
    assert_eq!((state, reason.as_str()), (Unchecked, "a full page of issues names no next one"));
}

#[tokio::test]
async fn an_address_with_a_password_in_it() {
    let (state, reason) = state_of(status(StatusProvider::Gatus, "http://me:secret@127.0.0.1:1"), 3).await;
    assert_eq!(state, Unchecked);
    assert!(reason.contains("use the token") && !reason.contains("secret"), "{reason}");
}
