//! An address whose owner said no to an invitation, and gets no other.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `declined_invitations`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "declined_invitations")]
pub struct Model {
    /// The address in the form that is compared.
    #[sea_orm(primary_key, auto_increment = false)]
    pub email_key: String,
    /// The cohort of the invitation.
    pub cohort: String,
    /// Whether a mail server had taken the letter.
    pub was_sent: bool,
    /// When.
    pub declined_at: DateTime<Utc>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
