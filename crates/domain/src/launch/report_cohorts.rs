//! How the cohorts do: invited, reached, signed up, active, still there.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use sillon_database::{
    Reads,
    entities::{
        beta_invite::{self, DeliveryState},
        declined_invitation,
        role::BuiltIn,
        session, track,
    },
    ids::AccountId,
    sea_orm,
};

use super::{JOURNEY_COHORT, REHEARSAL_COHORT};
use crate::Failure;

/// Who came back at least so long after signing up was kept.
const RETAINED_AFTER: [TimeDelta; 2] = [TimeDelta::days(1), TimeDelta::days(7)];
/// Cohorts that are not of people who test.
const NOT_COUNTED: [&str; 2] = [JOURNEY_COHORT, REHEARSAL_COHORT];
const ACCOUNTS_AT_ONCE: usize = 500;

/// Numbers of one cohort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CohortReport {
    /// Its label.
    pub cohort: String,
    /// Invitations, whatever became of them, and those declined.
    pub invited: u64,
    /// Mails that a server took.
    pub sent: u64,
    /// Mails that failed.
    pub failed: u64,
    /// Mails of which nobody knows.
    pub unknown: u64,
    /// People who said no.
    pub declined: u64,
    /// Accounts made.
    pub signed_up: u64,
    /// Accounts that listened to something.
    pub played: u64,
    /// Accounts that uploaded something.
    pub uploaded: u64,
    /// Accounts that came back a day or more after signing up.
    pub back_after_a_day: u64,
    /// Accounts that came back seven days or more after signing up.
    pub back_after_a_week: u64,
    /// Invitations that make creators.
    pub creators: u64,
    /// Creators who signed up.
    pub creators_signed_up: u64,
    /// Creators who uploaded something.
    pub creators_uploaded: u64,
}

/// Every cohort of people, by label.
pub async fn report_cohorts(tx: &impl Reads) -> Result<Vec<CohortReport>, Failure> {
    let invitations =
        beta_invite::Entity::find().filter(beta_invite::Column::Cohort.is_not_in(NOT_COUNTED)).all(tx.conn()).await?;
    let declined = declined_invitation::Entity::find()
        .filter(declined_invitation::Column::Cohort.is_not_in(NOT_COUNTED))
        .all(tx.conn())
        .await?;
    let accounts: Vec<AccountId> = invitations.iter().filter_map(|invitation| invitation.used_by).collect();
    let uploads = last_uploads(tx, &accounts).await?;
    let returns = last_returns(tx, &accounts).await?;
    let mut cohorts: BTreeMap<String, CohortReport> = BTreeMap::new();
    for invitation in &invitations {
        let report = cohorts.entry(invitation.cohort.clone()).or_default();
        count_delivery(report, invitation);
        let has_uploaded = invitation.used_by.is_some_and(|account| uploads.contains_key(&account));
        count_creator(report, invitation, has_uploaded);
        if let Some(used_at) = invitation.used_at {
            report.signed_up += 1;
            report.played += u64::from(invitation.has_played);
            report.uploaded += u64::from(has_uploaded);
            let Some(account) = invitation.used_by else { continue };
            let seen = returns.get(&account).copied().max(uploads.get(&account).copied());
            let back = |after| u64::from(seen.is_some_and(|seen| seen >= used_at + after));
            report.back_after_a_day += back(RETAINED_AFTER[0]);
            report.back_after_a_week += back(RETAINED_AFTER[1]);
        }
    }
    for no in declined {
        let report = cohorts.entry(no.cohort).or_default();
        report.invited += 1;
        report.declined += 1;
    }
    Ok(cohorts.into_iter().map(|(cohort, report)| CohortReport { cohort, ..report }).collect())
}

fn count_delivery(report: &mut CohortReport, invitation: &beta_invite::Model) {
    report.invited += 1;
    match invitation.delivery_state {
        DeliveryState::Sent => report.sent += 1,
        DeliveryState::Failed => report.failed += 1,
        DeliveryState::Unknown | DeliveryState::Sending => report.unknown += 1,
        DeliveryState::Rendered => {}
    }
}

/// An invitation that was declined does not tell its role: it is counted as no creator's.
fn count_creator(report: &mut CohortReport, invitation: &beta_invite::Model, has_uploaded: bool) {
    if invitation.role == BuiltIn::Creator {
        report.creators += 1;
        report.creators_signed_up += u64::from(invitation.used_at.is_some());
        report.creators_uploaded += u64::from(has_uploaded);
    }
}

#[derive(FromQueryResult)]
struct Seen {
    account: AccountId,
    at: DateTime<Utc>,
}

/// When each account last uploaded something.
async fn last_uploads(tx: &impl Reads, accounts: &[AccountId]) -> Result<HashMap<AccountId, DateTime<Utc>>, Failure> {
    let mut found = HashMap::new();
    for some in accounts.chunks(ACCOUNTS_AT_ONCE) {
        let query = track::Entity::find()
            .select_only()
            .column_as(track::Column::CreatorId, "account")
            .column_as(track::Column::CreatedAt.max(), "at")
            .filter(track::Column::CreatorId.is_in(some.iter().copied()))
            .group_by(track::Column::CreatorId);
        let rows = query.into_model::<Seen>().all(tx.conn()).await?;
        found.extend(rows.into_iter().map(|row| (row.account, row.at)));
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct Returned {
    account: AccountId,
    signed_in_at: DateTime<Utc>,
    seen_at: Option<DateTime<Utc>>,
}

/// When each account was last here, signing in or still signed in.
async fn last_returns(tx: &impl Reads, accounts: &[AccountId]) -> Result<HashMap<AccountId, DateTime<Utc>>, Failure> {
    let mut found = HashMap::new();
    for some in accounts.chunks(ACCOUNTS_AT_ONCE) {
        let query = session::Entity::find()
            .select_only()
            .column_as(session::Column::AccountId, "account")
            .column_as(session::Column::CreatedAt.max(), "signed_in_at")
            .column_as(session::Column::LastSeenAt.max(), "seen_at")
            .filter(session::Column::AccountId.is_in(some.iter().copied()))
            .group_by(session::Column::AccountId);
        let rows = query.into_model::<Returned>().all(tx.conn()).await?;
        found.extend(
            rows.into_iter().map(|row| (row.account, row.seen_at.unwrap_or(row.signed_in_at).max(row.signed_in_at))),
        );
    }
    Ok(found)
}
