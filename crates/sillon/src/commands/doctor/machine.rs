//! What the operating system must give: time and files.

use std::{path::Path, time::Duration};

use rustix::{
    process::{Resource, getrlimit},
    time::{ClockId, clock_gettime},
};
use sillon_domain::Clock;

use super::finding::Finding;

/// A connection, a segment and a database each take one.
const FEW_FILES: u64 = 4096;
/// Nobody runs this before it was written.
const WRITTEN_IN: &str = "2026-06-01T00:00:00Z";
const PAUSE: Duration = Duration::from_millis(50);
const MOST_DRIFT_MS: i64 = 20;

pub(super) fn examine_clock() -> Finding {
    let clock = Clock::system();
    let written: chrono::DateTime<chrono::Utc> = WRITTEN_IN.parse().expect("the constant is an instant");
    let (wall, steady) = (clock.now(), steady_ms());
    if wall < written {
        return Finding::Bad(format!("it is {wall}, which is in the past: turn on time synchronisation"));
    }
    std::thread::park_timeout(PAUSE);
    let drift = ((clock.now() - wall).num_milliseconds() - (steady_ms() - steady)).abs();
    if drift > MOST_DRIFT_MS {
        return Finding::Poor(format!(
            "the time jumped by {drift} ms while it was looked at: is something setting it?"
        ));
    }
    match synchronised() {
        Some(true) => Finding::Good(format!("{} UTC, synchronised", wall.format("%F %T"))),
        Some(false) => {
            Finding::Poor("is not synchronised: `timedatectl set-ntp true`; sessions and logs need it".to_owned())
        }
        None => {
            Finding::Good(format!("{} UTC; whether it is synchronised cannot be seen from here", wall.format("%F %T")))
        }
    }
}

fn steady_ms() -> i64 {
    let at = clock_gettime(ClockId::Monotonic);
    at.tv_sec * 1000 + at.tv_nsec / 1_000_000
}

/// What systemd-timesyncd, chrony or ntpd leave behind; none where neither runs (in a container, for instance).
fn synchronised() -> Option<bool> {
    let exists = |path: &str| Path::new(path).exists();
    if exists("/run/systemd/timesync/synchronized") || exists("/run/chrony/chronyd.pid") || exists("/run/ntpd.pid") {
        return Some(true);
    }
    exists("/run/systemd/timesync").then_some(false)
}

pub(super) fn examine_open_files() -> Finding {
    let limit = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    if limit < FEW_FILES {
        let advice = "raise it (`LimitNOFILE=65536` in the systemd unit, `ulimit -n` in a shell)";
        return Finding::Poor(format!("{limit} at most, which is little for many listeners: {advice}"));
    }
    Finding::Good(format!("{limit} at most"))
}
