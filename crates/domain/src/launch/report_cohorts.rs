//! How the cohorts do: invited, reached, signed up, active, still there.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sillon_database::{
    Reads,
    entities::{
        beta_invite::{self, DeliveryState},
        declined_invitation,
        role::BuiltIn,
    },
    sea_orm,
};

use super::{JOURNEY_COHORT, REHEARSAL_COHORT};
use crate::Failure;

/// Cohorts that are not of people who test.
const NOT_COUNTED: [&str; 2] = [JOURNEY_COHORT, REHEARSAL_COHORT];

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
    let mut cohorts: BTreeMap<String, CohortReport> = BTreeMap::new();
    for invitation in &invitations {
        let report = cohorts.entry(invitation.cohort.clone()).or_default();
        count_delivery(report, invitation);
        count_creator(report, invitation);
        if invitation.used_at.is_some() {
            report.signed_up += 1;
            report.played += u64::from(invitation.has_played);
            report.uploaded += u64::from(invitation.has_uploaded);
            report.back_after_a_day += u64::from(invitation.was_back_after_a_day);
            report.back_after_a_week += u64::from(invitation.was_back_after_a_week);
        }
    }
    for no in declined {
        let report = cohorts.entry(no.cohort).or_default();
        report.invited += 1;
        report.declined += 1;
        report.sent += u64::from(no.was_sent);
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
fn count_creator(report: &mut CohortReport, invitation: &beta_invite::Model) {
    if invitation.role == BuiltIn::Creator {
        report.creators += 1;
        report.creators_signed_up += u64::from(invitation.used_at.is_some());
        report.creators_uploaded += u64::from(invitation.has_uploaded);
    }
}
