//! Uses a code: of the moment, or a recovery code.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};
use sillon_database::{
    Reads, WriteTx,
    entities::{recovery_code, two_factor},
    ids::AccountId,
    sea_orm,
};
use sillon_protocol::ErrorCode;

use super::totp::TotpSecret;
use crate::{Clock, Failure, ReadableSecret, Sealing};

/// Groups of a recovery code: 80 random bits.
pub(super) const RECOVERY_GROUPS: usize = 7;
/// Wrong codes in a row that cost nothing.
const FREE_FAILURES: i32 = 5;
const FIRST_BLOCK: TimeDelta = TimeDelta::seconds(30);
const LONGEST_BLOCK: TimeDelta = TimeDelta::minutes(15);

/// What became of a code. The caller commits in each case: a wrong code is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum CodeUse {
    /// It was right, and is used up.
    Accepted,
    /// It was wrong, or used before.
    Refused,
    /// It was not looked at: there were too many wrong ones.
    Blocked,
}

impl CodeUse {
    /// Refuses unless the code was accepted.
    pub fn require(self) -> Result<(), Failure> {
        let detail = match self {
            Self::Accepted => return Ok(()),
            Self::Refused => "Enter the code that your app shows now, or a recovery code that you have not used.",
            Self::Blocked => "There were too many wrong codes. Wait a quarter of an hour, then try again.",
        };
        Err(Failure::refused(self.code(), detail))
    }

    /// The stable code of a refusal.
    pub(crate) fn code(self) -> ErrorCode {
        if self == Self::Blocked { ErrorCode::TooManyRequests } else { ErrorCode::WrongCode }
    }
}

/// Uses a code of an account whose second factor is on.
///
/// Two at once with one code: the row is locked, so the second sees the step that the first wrote down.
pub async fn use_code(tx: &mut WriteTx, clock: &Clock, account: AccountId, code: &str) -> Result<CodeUse, Failure> {
    let now = clock.now();
    let locked = two_factor::Entity::find_by_id(account).lock_exclusive().one(tx.conn()).await?;
    let Some(row) = locked.filter(|row| row.confirmed_at.is_some()) else { return Ok(CodeUse::Refused) };
    if row.blocked_until.is_some_and(|until| until > now) {
        return Ok(CodeUse::Blocked);
    }
    let last_step = if let Some(recovery) = ReadableSecret::from_typed(code, RECOVERY_GROUPS) {
        use_recovery_code(tx, account, &recovery).await?.then_some(row.last_step)
    } else {
        let sealing = Sealing::of_instance(tx).await?;
        let secret = TotpSecret::open(&sealing, account, &row.secret_sealed)?;
        secret.step_of(code.trim(), now.timestamp()).filter(|step| *step > row.last_step)
    };
    let failures = row.failures;
    let mut changed = row.into_active_model();
    if let Some(step) = last_step {
        changed.last_step = Set(step);
        changed.failures = Set(0);
        changed.blocked_until = Set(None);
    } else {
        changed.failures = Set(failures.saturating_add(1));
        changed.blocked_until = Set(blocked_until(failures + 1, now));
    }
    changed.update(tx.conn()).await?;
    Ok(if last_step.is_some() { CodeUse::Accepted } else { CodeUse::Refused })
}

async fn use_recovery_code(tx: &mut WriteTx, account: AccountId, code: &ReadableSecret) -> Result<bool, Failure> {
    let used = recovery_code::Entity::delete_by_id((account, code.hash())).exec(tx.conn()).await?;
    Ok(used.rows_affected == 1)
}

/// Half a minute after the sixth wrong code in a row, doubled at each, at most a quarter of an hour.
fn blocked_until(failures: i32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let beyond = u32::try_from(failures - FREE_FAILURES - 1).ok()?;
    let block = FIRST_BLOCK * 2_i32.pow(beyond.min(10));
    Some(now + block.min(LONGEST_BLOCK))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::blocked_until;

    #[test]
    fn wrong_codes_are_free_at_first_and_slow_later() {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let wait = |failures| blocked_until(failures, now).map(|until| until - now);
        assert_eq!(wait(5), None);
        assert_eq!(wait(6), Some(TimeDelta::seconds(30)));
        assert_eq!(wait(7), Some(TimeDelta::seconds(60)));
        assert_eq!(wait(1_000), Some(TimeDelta::minutes(15)));
    }
}
