//! An invitation to the beta. Rules about invitations live in the domain.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use super::role::BuiltIn;
use crate::ids::{AccountId, InvitationId};

/// How far the mail of an invitation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum DeliveryState {
    /// The mail was written to a file.
    #[sea_orm(string_value = "rendered")]
    Rendered,
    /// A process was about to send it, or is.
    #[sea_orm(string_value = "sending")]
    Sending,
    /// A server took it.
    #[sea_orm(string_value = "sent")]
    Sent,
    /// A server refused it, or it never got to one.
    #[sea_orm(string_value = "failed")]
    Failed,
    /// Sending broke off: it may have arrived.
    #[sea_orm(string_value = "unknown")]
    Unknown,
}

impl DeliveryState {
    /// The state as the table, the journal and the API write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rendered => "rendered",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// A row of `beta_invites`.
#[expect(clippy::struct_excessive_bools, reason = "each is a column, and one yes of its own")]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "beta_invites")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    /// 16 characters of Crockford's base32, without hyphens.
    pub code: String,
    /// The address as the cohort's file has it.
    pub email: String,
    /// The address in the form that is compared: one live invitation per key.
    pub email_key: String,
    /// The label of the cohort.
    pub cohort: String,
    /// What the account may do that is made with it.
    pub role: BuiltIn,
    /// When an account was made with it.
    pub used_at: Option<DateTime<Utc>>,
    /// That account, as long as it exists.
    pub used_by: Option<AccountId>,
    /// Whether that account has listened to something; when and what is not kept.
    pub has_played: bool,
    /// Whether it has uploaded something.
    pub has_uploaded: bool,
    /// Whether it was there a day or more after it was made.
    pub was_back_after_a_day: bool,
    /// Whether it was there a week or more after it was made.
    pub was_back_after_a_week: bool,
    /// From when on it no longer works.
    pub expires_at: DateTime<Utc>,
    /// Who invites, as long as that account exists.
    pub sent_by: Option<AccountId>,
    /// The invitation of the same address that had expired when this one was made; its letter may still be read.
    pub replaces: Option<InvitationId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// How far its mail is.
    pub delivery_state: DeliveryState,
    /// How often sending was begun.
    pub attempts: i32,
    /// What the last server said: an SMTP status such as `250`, or how the command ended.
    pub last_smtp_status: Option<String>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
