//! Brings the database's row and the journal together: what is true of a letter before a run begins.
//!
//! Attempts are counted in both. The later attempt counts, and for the same attempt the journal, which is written first: so
//! neither a database that came back from a backup nor a journal of another place can make a letter forgotten.

use chrono::{DateTime, Utc};
use sillon_database::entities::beta_invite::{self, DeliveryState};

use super::journal::{Entry, JournalState};

/// How far a letter is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settled {
    pub(super) state: DeliveryState,
    pub(super) attempt: i32,
    pub(super) status: String,
    /// Whether it was refused for good.
    pub(super) for_good: bool,
    /// Why it is unknown, when nobody could know that before: then nobody has looked.
    pub(super) newly_unknown: Option<&'static str>,
}

/// Settles a row by the journal's entries of its address.
pub(super) fn settle(row: &beta_invite::Model, entries: &[Entry], now: DateTime<Utc>) -> Settled {
    let own = entries.iter().find(|entry| entry.invitation == row.id && entry.attempt >= row.attempts);
    let (state, attempt, status) = match own {
        Some(entry) => (state_of(entry.state), entry.attempt, entry.status.clone()),
        None => (row.delivery_state, row.attempts, row.last_smtp_status.clone().unwrap_or_default()),
    };
    let unknown = |status: &str, why| Settled {
        state: DeliveryState::Unknown,
        attempt,
        status: status.to_owned(),
        for_good: false,
        newly_unknown: Some(why),
    };
    let was_broken_off =
        own.map_or(row.delivery_state == DeliveryState::Sending, |entry| entry.state == JournalState::Sending);
    if was_broken_off {
        return unknown("broken off", "an earlier run broke off");
    }
    let reached_them = |entry: &Entry| {
        let may_have_arrived = state_of(entry.state) != DeliveryState::Failed;
        entry.invitation != row.id && may_have_arrived && entry.expires_at > now
    };
    let is_unsent = matches!(state, DeliveryState::Rendered | DeliveryState::Failed);
    if is_unsent && entries.iter().any(reached_them) {
        return unknown("sent before", "a letter went there whose invitation is not in the database");
    }
    let is_news = state == DeliveryState::Unknown && row.delivery_state != DeliveryState::Unknown;
    // Without the journal only a server's own status says so.
    let for_good = state == DeliveryState::Failed
        && own.map_or(status.starts_with('5'), |entry| entry.state == JournalState::FailedPermanently);
    Settled { state, attempt, status, for_good, newly_unknown: is_news.then_some("an earlier run broke off") }
}

pub(super) fn state_of(state: JournalState) -> DeliveryState {
    match state {
        JournalState::Sending | JournalState::Unknown => DeliveryState::Unknown,
        JournalState::Sent => DeliveryState::Sent,
        JournalState::FailedTemporarily | JournalState::FailedPermanently => DeliveryState::Failed,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use sillon_database::entities::role::BuiltIn;
    use sillon_domain::ids::InvitationId;

    use super::{DateTime, DeliveryState, Entry, JournalState, Utc, beta_invite, settle};

    fn now() -> DateTime<Utc> {
        "2026-06-21T18:00:00Z".parse().unwrap()
    }

    fn row(delivery_state: DeliveryState, attempts: i32) -> beta_invite::Model {
        beta_invite::Model {
            id: InvitationId::new(now()),
            code: "0123456789ABCDEF".to_owned(),
            email: "ada@example.org".to_owned(),
            email_key: "ada@example.org".to_owned(),
            cohort: "friends".to_owned(),
            role: BuiltIn::Listener,
            used_at: None,
            used_by: None,
            has_played: false,
            has_uploaded: false,
            was_back_after_a_day: false,
            was_back_after_a_week: false,
            expires_at: now() + TimeDelta::days(30),
            sent_by: None,
            replaces: None,
            created_at: now(),
            delivery_state,
            attempts,
            last_smtp_status: None,
        }
    }

    fn entry(row: &beta_invite::Model, attempt: i32, state: JournalState) -> Entry {
        let (address, status, detail) = (row.email_key.clone(), String::new(), String::new());
        let (invitation, expires_at) = (row.id, row.expires_at);
        Entry { at: now(), invitation, expires_at, address, attempt, state, status, detail }
    }

    #[test]
    fn the_later_attempt_counts_wherever_it_is_known() {
        use DeliveryState as Row;
        use JournalState as Line;
        for (state, attempts, line, attempt, expected, is_news) in [
            // One attempt, and both know it.
            (Row::Sent, 1, Line::Sent, 1, Row::Sent, false),
            (Row::Unknown, 1, Line::Unknown, 1, Row::Unknown, false),
            // A crash between the journal's line and the row.
            (Row::Sending, 1, Line::Sending, 1, Row::Unknown, true),
            (Row::Sending, 1, Line::Sent, 1, Row::Sent, false),
            (Row::Sending, 2, Line::FailedTemporarily, 1, Row::Unknown, true),
            // The database came back from a backup.
            (Row::Rendered, 0, Line::Sent, 1, Row::Sent, false),
            (Row::Rendered, 0, Line::FailedPermanently, 1, Row::Failed, false),
            (Row::Failed, 1, Line::Sent, 2, Row::Sent, false),
            (Row::Rendered, 0, Line::Unknown, 1, Row::Unknown, true),
            // The journal is the old one of another place.
            (Row::Sent, 2, Line::FailedTemporarily, 1, Row::Sent, false),
            (Row::Unknown, 2, Line::FailedTemporarily, 1, Row::Unknown, false),
            (Row::Failed, 3, Line::Sent, 2, Row::Failed, false),
        ] {
            let row = row(state, attempts);
            let settled = settle(&row, &[entry(&row, attempt, line)], now());
            let found = (settled.state, settled.newly_unknown.is_some());
            assert_eq!(found, (expected, is_news), "{state:?} {attempts}, {line:?} {attempt}");
            assert_eq!(settled.attempt, attempts.max(attempt));
        }
    }

    #[test]
    fn a_letter_of_an_invitation_that_is_lost_is_not_forgotten() {
        for state in [DeliveryState::Rendered, DeliveryState::Failed] {
            let (row, lost) = (row(state, 0), row(state, 0));
            for line in [JournalState::Sending, JournalState::Sent, JournalState::Unknown] {
                let mut other = entry(&lost, 1, line);
                assert!(settle(&row, &[other.clone()], now()).newly_unknown.is_some(), "{state:?} {line:?}");
                // A later failure of another invitation does not hide it.
                let later = entry(&super::tests::row(state, 0), 1, JournalState::FailedPermanently);
                assert!(settle(&row, &[other.clone(), later], now()).newly_unknown.is_some());
                // Its code works no more: a new letter is a new letter.
                other.expires_at = now();
                assert_eq!(settle(&row, &[other], now()).state, state);
            }
            let failed = entry(&lost, 1, JournalState::FailedPermanently);
            assert_eq!(settle(&row, &[failed], now()).state, state, "it reached nobody");
        }
    }
}
