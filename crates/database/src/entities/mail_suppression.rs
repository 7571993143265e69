//! An address that gets no mail, or none of a category. Which mails that concerns is a rule of the domain.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// Why an address is on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Reason {
    /// A mail server said that the address does not exist.
    #[sea_orm(string_value = "hard_bounce")]
    HardBounce,
    /// The person asked for it.
    #[sea_orm(string_value = "unsubscribed")]
    Unsubscribed,
    /// The operator wrote it in.
    #[sea_orm(string_value = "operator")]
    Operator,
}

/// A row of `mail_suppressions`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_suppressions")]
pub struct Model {
    /// The address in the form that is compared.
    #[sea_orm(primary_key, auto_increment = false)]
    pub address_key: String,
    /// A category of mails, or `all`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub category: String,
    /// Why.
    pub reason: Reason,
    /// What the mail server answered, or what the operator noted.
    pub detail: Option<String>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
