//! A range of UTC days, first and last included.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sillon_protocol::ErrorCode;

use crate::Failure;

/// Longest period of one question, in days.
pub const MAX_DAYS: u64 = 400;
const DEFAULT_DAYS: u64 = 30;

/// From one day to another, both included. Invariant: `from` is not behind `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

impl Period {
    /// The days from `from` to `to`, however many.
    pub fn of(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// What a question asks for: until today where no end is given, 30 days where no beginning is; at most [`MAX_DAYS`].
    pub fn asked(from: Option<NaiveDate>, to: Option<NaiveDate>, now: DateTime<Utc>) -> Result<Self, Failure> {
        let refuse = |detail: &str| Err(Failure::refused(ErrorCode::InvalidQuery, detail));
        let to = to.unwrap_or_else(|| now.date_naive());
        let Some(from) = from.or_else(|| to.checked_sub_days(Days::new(DEFAULT_DAYS - 1))) else {
            return refuse("to is too early.");
        };
        match Self::of(from, to) {
            None => refuse("from lies behind to."),
            Some(period) if period.len() > MAX_DAYS => refuse("from and to lie at most 400 days apart."),
            Some(period) => Ok(period),
        }
    }

    /// The first day.
    pub fn from(self) -> NaiveDate {
        self.from
    }

    /// The last day.
    pub fn to(self) -> NaiveDate {
        self.to
    }

    /// Every day, in order.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.from.iter_days().take_while(move |day| *day <= self.to)
    }

    fn len(self) -> u64 {
        (self.to - self.from).num_days().unsigned_abs() + 1
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, Utc};

    use super::Period;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_question_without_days_is_about_the_last_thirty() {
        let now: DateTime<Utc> = "2026-06-21T23:59:59Z".parse().unwrap();
        let period = Period::asked(None, None, now).unwrap();
        assert_eq!((period.from(), period.to()), (day("2026-05-23"), day("2026-06-21")));
        assert_eq!(period.days().count(), 30);
    }

    #[test]
    fn a_question_about_too_much_or_about_nothing_is_refused() {
        let now: DateTime<Utc> = "2026-06-21T12:00:00Z".parse().unwrap();
        for (from, to) in [("2026-06-21", "2026-06-20"), ("2025-05-16", "2026-06-20"), ("-262143-01-01", "2026-01-01")]
        {
            assert!(Period::asked(Some(day(from)), Some(day(to)), now).is_err(), "{from} to {to}");
        }
        assert!(Period::asked(None, Some(NaiveDate::MIN), now).is_err());
        assert_eq!(Period::asked(Some(day("2025-05-18")), Some(day("2026-06-21")), now).unwrap().days().count(), 400);
    }
}
