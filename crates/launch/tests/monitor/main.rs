//! The monitor against a stand-in server: every provider's real shape, and every way in which an answer can be none.
#![expect(unreachable_pub, clippy::unwrap_used, reason = "parts of one test program; a failure is a panic")]

mod answers;
mod failures;
mod files;
mod stand_in;

use std::{path::PathBuf, time::Duration};

use chrono::TimeDelta;
use sillon_database::entities::launch_observation::SignalState;
use sillon_domain::{Clock, launch::NewObservation};
use sillon_launch::monitor::{
    IssuesSettings, Monitor, SentrySettings, Settings, StatusProvider, StatusSettings, Testers, Token, Tracker,
    http_client_within,
};

/// 21 June 2026, 18:00 UTC: the time at which the fixtures are fresh.
fn monitor(settings: Settings) -> Monitor {
    Monitor {
        client: http_client_within(Duration::from_secs(2)).unwrap(),
        clock: Clock::standing_at("2026-06-21T18:00:00Z".parse().unwrap()),
        settings,
        time_limit: Duration::from_mins(2),
    }
}

fn sentry(url: &str) -> Settings {
    let (organization, token) = ("music".to_owned(), Token("secret".to_owned()));
    Settings {
        sentry: SentrySettings { url: url.to_owned(), organization, project: "4507".to_owned(), token },
        ..Settings::default()
    }
}

fn status(provider: StatusProvider, url: &str) -> Settings {
    Settings {
        status: StatusSettings { provider, url: url.to_owned(), token: Token::default() },
        ..Settings::default()
    }
}

fn issues(tracker: Tracker, url: &str) -> Settings {
    Settings {
        issues: IssuesSettings {
            tracker: Some(tracker),
            url: url.to_owned(),
            repository: "music/sillon".to_owned(),
            label: "HIGH".to_owned(),
            token: Token("secret".to_owned()),
        },
        ..Settings::default()
    }
}

/// How the signal of this number, from 1, stands.
async fn look(settings: Settings, signal: usize) -> NewObservation {
    look_with(&monitor(settings), signal).await
}

async fn look_with(monitor: &Monitor, signal: usize) -> NewObservation {
    let testers = Testers::Unreachable("it is not there".to_owned());
    monitor.check_all(&testers).await.swap_remove(signal - 1)
}

async fn state_of(settings: Settings, signal: usize) -> (SignalState, String) {
    let seen = look(settings, signal).await;
    (seen.state, seen.reason)
}

fn journey(folder: PathBuf) -> Settings {
    Settings {
        journey_result: folder.join("journey.json"),
        journey_max_age: TimeDelta::hours(1),
        load_folder: folder,
        load_max_age: TimeDelta::hours(26),
        ..Settings::default()
    }
}

fn fixture(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    std::fs::read_to_string(path).unwrap()
}
