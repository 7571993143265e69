//! `sillon launch monitor`

use std::{process::ExitCode, time::Duration};

use chrono::TimeDelta;
use sillon_domain::{
    Clock, Database,
    launch::{NewObservation, Verdict, observations_since, record_check, verdict},
};
use sillon_launch::monitor::{
    self, IssuesSettings, Monitor, SentrySettings, Settings, StatusSettings, Testers, Token, Tracker, changes,
    http_client, observations_as_json, observations_as_text, report_day,
};

use super::{open_current, stop_signal::stop_on_signal};
use crate::{
    cli::launch::{self as arguments, Format},
    commands::{block_on, load_config, print},
    config::{Config, IssuesProvider, StatusProvider},
};

/// How long all pages of a provider may take.
const TIME_LIMIT: Duration = Duration::from_mins(2);

pub(super) fn run(args: &arguments::Monitor) -> anyhow::Result<ExitCode> {
    let config = load_config(&args.instance, Vec::new())?.config;
    block_on(async {
        if let Some(span) = args.since {
            return report_since(&config, span).await;
        }
        let (client, settings) = (http_client()?, settings(&config));
        let monitor = Monitor { client, clock: Clock::system(), settings, time_limit: TIME_LIMIT };
        if args.looping {
            let seconds = args.interval.unwrap_or(config.launch.check_interval_seconds).max(1);
            return watch(&monitor, &config, args.format, Duration::from_secs(u64::from(seconds))).await;
        }
        let (seen, decision) = check(&monitor, &config).await;
        print(&present(args.format, &seen, decision, &monitor.clock))?;
        Ok(exit_code(decision))
    })
}

fn exit_code(decision: Verdict) -> ExitCode {
    ExitCode::from(match decision {
        Verdict::Go => 0,
        Verdict::NoGo => 1,
        Verdict::Hold => 2,
    })
}

fn present(format: Format, seen: &[NewObservation], decision: Verdict, clock: &Clock) -> String {
    match format {
        Format::Human => observations_as_text(seen, decision, clock.now()),
        Format::Json => observations_as_json(seen, decision, clock.now()),
    }
}

/// Looks once and keeps what was seen. A database that is away does not hide the other five signals.
async fn check(monitor: &Monitor, config: &Config) -> (Vec<NewObservation>, Verdict) {
    let db = open_database(config).await;
    let testers = match &db {
        Ok(db) => Testers::Database(db.clone()),
        Err(reason) => Testers::Unreachable(reason.clone()),
    };
    let seen = monitor.check_all(&testers).await;
    let decision = verdict(seen.iter().map(|one| one.state));
    if let Ok(db) = db
        && let Err(error) = keep(&db, monitor, &seen).await
    {
        warn(&format!("what was seen cannot be kept for the day's report: {error:#}"));
    }
    (seen, decision)
}

async fn open_database(config: &Config) -> Result<Database, String> {
    Ok(open_current(config).await.map_err(|error| format!("{error:#}"))?.db)
}

async fn keep(db: &Database, monitor: &Monitor, seen: &[NewObservation]) -> anyhow::Result<()> {
    let mut tx = db.write().await?;
    record_check(&mut tx, monitor.clock.now(), seen).await?;
    tx.commit().await?;
    Ok(db.close().await?)
}

/// Prints everything once, then a line for each change, until a signal ends it.
async fn watch(monitor: &Monitor, config: &Config, format: Format, pause: Duration) -> anyhow::Result<ExitCode> {
    let stop = stop_on_signal()?;
    let mut ticks = tokio::time::interval(pause);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut before: Option<(Vec<NewObservation>, Verdict)> = None;
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(ExitCode::SUCCESS),
            _ = ticks.tick() => {}
        }
        let (seen, decision) = tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(ExitCode::SUCCESS),
            checked = check(monitor, config) => checked,
        };
        match (&before, format) {
            (None, _) => print(&present(format, &seen, decision, &monitor.clock))?,
            (Some((last, verdict)), Format::Human) => {
                let now = monitor.clock.now();
                let mut lines = changes(last, &seen, now);
                if *verdict != decision {
                    let (was, is) = (verdict.as_str(), decision.as_str());
                    lines.push(format!("{} {was} → {is}", now.format("%Y-%m-%d %H:%M:%S")));
                }
                for line in lines {
                    print(&format!("{line}\n"))?;
                }
            }
            (Some((last, _)), Format::Json) => {
                if !changes(last, &seen, monitor.clock.now()).is_empty() {
                    print(&present(format, &seen, decision, &monitor.clock))?;
                }
            }
        }
        before = Some((seen, decision));
    }
}

async fn report_since(config: &Config, span: TimeDelta) -> anyhow::Result<ExitCode> {
    let ctx = open_current(config).await?;
    let (db, now) = (ctx.db, ctx.clock.now());
    let seen = observations_since(&db.read().await?, now - span, now).await?;
    print(&report_day(&seen, now - span, now))?;
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn settings(config: &Config) -> Settings {
    let launch = &config.launch;
    let status_url = match launch.status_provider {
        StatusProvider::Instance if launch.status_url.is_empty() => config.server.public_url.clone(),
        _ => launch.status_url.clone(),
    };
    Settings {
        target_testers: launch.target_testers,
        sentry: SentrySettings {
            url: launch.sentry_url.clone(),
            organization: launch.sentry_organization.clone(),
            project: launch.sentry_project.clone(),
            token: Token(launch.sentry_token.reveal().to_owned()),
        },
        status: StatusSettings {
            provider: match launch.status_provider {
                StatusProvider::Instance => monitor::StatusProvider::Instance,
                StatusProvider::Statuspage => monitor::StatusProvider::Statuspage,
                StatusProvider::Gatus => monitor::StatusProvider::Gatus,
                StatusProvider::UptimeKuma => monitor::StatusProvider::UptimeKuma,
                StatusProvider::Upptime => monitor::StatusProvider::Upptime,
                StatusProvider::Cstate => monitor::StatusProvider::Cstate,
            },
            url: status_url,
            token: Token(launch.status_token.reveal().to_owned()),
        },
        journey_result: config.journey_result(),
        journey_max_age: TimeDelta::minutes(i64::from(launch.journey_max_age_minutes)),
        load_folder: config.load_folder(),
        load_max_age: TimeDelta::hours(i64::from(launch.load_max_age_hours)),
        issues: IssuesSettings {
            tracker: match launch.issues_provider {
                IssuesProvider::NotConfigured => None,
                IssuesProvider::Github => Some(Tracker::Github),
                IssuesProvider::Gitlab => Some(Tracker::Gitlab),
                IssuesProvider::Forgejo => Some(Tracker::Forgejo),
            },
            url: launch.issues_url.clone(),
            repository: launch.issues_repository.clone(),
            label: launch.issues_label.clone(),
            token: Token(launch.issues_token.reveal().to_owned()),
        },
    }
}

#[expect(clippy::print_stderr, reason = "a warning beside the result, for the person at the terminal")]
fn warn(text: &str) {
    eprintln!("sillon: {text}");
}
