//! Query parameters of statistics.

use chrono::NaiveDate;
use serde::Deserialize;
use sillon_domain::{Clock, plays::Period};
use sillon_http::ApiResult;
use utoipa::IntoParams;

/// From which day to which. At most 400 days.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PeriodQuery {
    /// First day (UTC), such as `2026-06-01`; 30 days until `to` when it is not given.
    from: Option<NaiveDate>,
    /// Last day (UTC); today when it is not given.
    to: Option<NaiveDate>,
}

impl PeriodQuery {
    /// The period, checked.
    pub(crate) fn period(&self, clock: &Clock) -> ApiResult<Period> {
        Ok(Period::asked(self.from, self.to, clock.now())?)
    }
}
