//! Looks at all six signals at once.

use std::{path::PathBuf, time::Duration};

use chrono::TimeDelta;
use reqwest::Client;
use sillon_domain::{
    Clock, Database, Failure,
    launch::{CohortReport, NewObservation, report_cohorts},
};

use super::{IssuesSettings, SentrySettings, StatusSettings};
use super::{
    errors, issues, journey_result, load_run,
    signal::{Seen, Signal, Unchecked},
    status, testers,
};

/// How old a result of a monitor on a status page may be.
const STATUS_AGE: TimeDelta = TimeDelta::minutes(30);

/// What the operator configured.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Signal 1: how many people.
    pub target_testers: u64,
    /// Signal 2.
    pub sentry: SentrySettings,
    /// Signal 3.
    pub status: StatusSettings,
    /// Signal 4: the file.
    pub journey_result: PathBuf,
    /// Signal 4: how old it may be.
    pub journey_max_age: TimeDelta,
    /// Signal 5: the folder of summary.json and record.json.
    pub load_folder: PathBuf,
    /// Signal 5: how old they may be.
    pub load_max_age: TimeDelta,
    /// Signal 6.
    pub issues: IssuesSettings,
}

/// Where signal 1 comes from.
#[derive(Clone, Debug)]
pub enum Testers {
    /// The database.
    Database(Database),
    /// The database cannot be reached, and why.
    Unreachable(String),
}

/// All that is needed to look.
#[derive(Clone, Debug)]
pub struct Monitor {
    /// The one HTTP client.
    pub client: Client,
    /// The time.
    pub clock: Clock,
    /// What was configured.
    pub settings: Settings,
    /// How long all pages of a provider may take.
    pub time_limit: Duration,
}

impl Monitor {
    /// Looks at every signal, in the order of the specification.
    pub async fn check_all(&self, testers: &Testers) -> Vec<NewObservation> {
        let now = self.clock.now();
        let Self { client, settings, time_limit, .. } = self;
        let (cohorts, found_errors, found_status, found_issues) = tokio::join!(
            cohorts(testers),
            in_time(*time_limit, errors::look(client, &settings.sentry, now)),
            in_time(*time_limit, status::look(client, &settings.status, now)),
            in_time(*time_limit, issues::look(client, &settings.issues, now)),
        );
        // Answers took a moment: what is ahead of `now` by that moment is not from the future.
        let now = self.clock.now();
        let found_testers = testers::look(cohorts, settings.target_testers, now);
        let found_journey = journey_result::look(&settings.journey_result);
        let found_load = load_run::look(&settings.load_folder);
        let [one, two, three, four, five, six] = self.signals();
        vec![
            one.observe(found_testers, now),
            two.observe(found_errors, now),
            three.observe(found_status, now),
            four.observe(found_journey, now),
            five.observe(found_load, now),
            six.observe(found_issues, now),
        ]
    }

    fn signals(&self) -> [Signal; 6] {
        let settings = &self.settings;
        let signal = |name, threshold: &str, age_limit, source: String| Signal {
            name,
            threshold: threshold.to_owned(),
            age_limit,
            source,
        };
        let tracker = settings.issues.tracker.map_or("no tracker", super::Tracker::as_str);
        [
            signal("1 testers", &format!("at least {}", settings.target_testers), None, "database".to_owned()),
            signal(
                "2 errors",
                "0 fatal or high, unresolved, in 24 h",
                None,
                format!("Sentry {}", shown(&settings.sentry.url)),
            ),
            signal(
                "3 status page",
                "everything up",
                Some(STATUS_AGE),
                format!("{} {}", settings.status.provider.as_str(), shown(&settings.status.url)),
            ),
            signal(
                "4 journey",
                "every step works",
                Some(settings.journey_max_age),
                settings.journey_result.display().to_string(),
            ),
            signal(
                "5 load",
                "every threshold kept",
                Some(settings.load_max_age),
                settings.load_folder.display().to_string(),
            ),
            signal(
                "6 issues",
                &format!("0 open with the label {}", settings.issues.label),
                None,
                format!("{tracker} {}", settings.issues.repository),
            ),
        ]
    }
}

/// An address as it may stand on a page: without what is behind its path, which may be a key.
fn shown(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

/// Many slow pages are no answer either.
async fn in_time(limit: Duration, look: impl Future<Output = Result<Seen, Unchecked>>) -> Result<Seen, Unchecked> {
    match tokio::time::timeout(limit, look).await {
        Ok(seen) => seen,
        Err(_) => Err(Unchecked(format!("it was not read to its end within {} s", limit.as_secs()))),
    }
}

async fn cohorts(testers: &Testers) -> Result<Vec<CohortReport>, Unchecked> {
    match testers {
        Testers::Unreachable(reason) => Err(Unchecked(format!("the database cannot be reached: {reason}"))),
        Testers::Database(db) => read_cohorts(db).await.map_err(|error| Unchecked(format!("the database: {error}"))),
    }
}

async fn read_cohorts(db: &Database) -> Result<Vec<CohortReport>, Failure> {
    report_cohorts(&db.read().await?).await
}
