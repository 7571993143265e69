//! How often codes may be tried for one address: ten wrong ones an hour.
//!
//! Kept in memory, by process: 80 random bits cannot be guessed anyway, so this only keeps a flood from the database.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, TimeDelta, Utc};
use sillon_protocol::ErrorCode;

use super::{InvitationCode, redeem_invitation::refusal};
use crate::{Clock, Failure, accounts::EmailAddress};

const MOST_FAILURES: usize = 10;
const WINDOW: TimeDelta = TimeDelta::hours(1);
/// Bounds the memory that a flood of invented addresses can take.
const MOST_ADDRESSES: usize = 20_000;

/// Wrong codes by address, shared by the handlers of a process.
#[derive(Clone, Debug, Default)]
pub struct AttemptLimit {
    failures: Arc<Mutex<HashMap<String, Vec<DateTime<Utc>>>>>,
}

impl AttemptLimit {
    /// Reads the code that somebody typed for this address; none when nothing was typed. Refuses an address for which too
    /// many wrong codes were tried, and what is no code at all.
    pub fn read_code(
        &self,
        clock: &Clock,
        email: &EmailAddress,
        typed: Option<&str>,
    ) -> Result<Option<InvitationCode>, Failure> {
        let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else { return Ok(None) };
        if self.recent_failures(clock, &email.key) >= MOST_FAILURES {
            let detail =
                "Too many codes were tried for this address. Wait an hour, then copy the code from the invitation.";
            return Err(Failure::refused(ErrorCode::TooManyRequests, detail));
        }
        let code = InvitationCode::parse(typed).ok_or_else(refusal);
        code.map(Some).inspect_err(|failure| self.note(clock, email, failure))
    }

    /// Counts the failure of a sign-up, when the invitation was what failed.
    pub fn note(&self, clock: &Clock, email: &EmailAddress, failure: &Failure) {
        if failure.code() != Some(ErrorCode::InvitationInvalid) {
            return;
        }
        let mut failures = self.failures.lock().expect("no thread panics while it holds the list");
        let now = clock.now();
        if failures.len() >= MOST_ADDRESSES && !failures.contains_key(&email.key) {
            failures.retain(|_, times| times.last().is_some_and(|time| *time > now - WINDOW));
            if failures.len() >= MOST_ADDRESSES {
                return;
            }
        }
        let times = failures.entry(email.key.clone()).or_default();
        times.retain(|time| *time > now - WINDOW);
        times.push(now);
    }

    fn recent_failures(&self, clock: &Clock, email_key: &str) -> usize {
        let failures = self.failures.lock().expect("no thread panics while it holds the list");
        let since = clock.now() - WINDOW;
        failures.get(email_key).map_or(0, |times| times.iter().filter(|time| **time > since).count())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::AttemptLimit;
    use crate::{Clock, accounts::parse_email};

    #[test]
    fn an_address_may_fail_ten_times_an_hour_and_others_are_not_concerned() {
        let clock = Clock::standing_at("2026-06-21T18:00:00Z".parse().unwrap());
        let limit = AttemptLimit::default();
        let code_of = |address: &str| {
            let refused = limit.read_code(&clock, &parse_email(address).unwrap(), Some("no code")).unwrap_err();
            refused.code().unwrap().as_str()
        };
        for _ in 0..10 {
            assert_eq!(code_of("ada@example.org"), "invitation_invalid");
        }
        assert_eq!(code_of("ADA@example.org"), "too_many_requests");
        assert_eq!(code_of("other@example.org"), "invitation_invalid");
        clock.advance(TimeDelta::minutes(61));
        assert_eq!(code_of("ada@example.org"), "invitation_invalid");
    }
}
