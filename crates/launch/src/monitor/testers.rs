//! Signal 1: how many of the invited people have signed up, by cohort, against the target.

use chrono::{DateTime, Utc};
use sillon_domain::launch::CohortReport;

use super::signal::{Seen, Unchecked};

pub(super) fn look(
    cohorts: Result<Vec<CohortReport>, Unchecked>,
    target: u64,
    now: DateTime<Utc>,
) -> Result<Seen, Unchecked> {
    let cohorts = cohorts?;
    if target == 0 {
        return Err(Unchecked::because("launch.target_testers is not set"));
    }
    if cohorts.is_empty() {
        return Err(Unchecked::because("nobody was invited yet"));
    }
    let signed_up: u64 = cohorts.iter().map(|cohort| cohort.signed_up).sum();
    let sent: u64 = cohorts.iter().map(|cohort| cohort.sent).sum();
    if signed_up < target && sent < target {
        return Err(Unchecked(format!("{sent} letters were sent so far: the target cannot be reached yet")));
    }
    let by_cohort: Vec<String> =
        cohorts.iter().map(|cohort| format!("{} {}/{}", cohort.cohort, cohort.signed_up, cohort.invited)).collect();
    let is_good = signed_up >= target;
    let reason =
        if is_good { "enough people have come".to_owned() } else { format!("{} more are wanted", target - signed_up) };
    Ok(Seen { is_good, value: format!("{signed_up} ({})", by_cohort.join(", ")), observed_at: Some(now), reason })
}
