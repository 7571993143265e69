//! A person's account. Rules about accounts live in the domain.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::ids::AccountId;

/// What an account may do, coarsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Role {
    /// Runs the instance.
    #[sea_orm(string_value = "admin")]
    Admin,
    /// Uploads music.
    #[sea_orm(string_value = "creator")]
    Creator,
    /// Listens.
    #[sea_orm(string_value = "listener")]
    Listener,
}

/// The language of what a person is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    #[sea_orm(string_value = "en")]
    English,
    /// French.
    #[serde(rename = "fr")]
    #[sea_orm(string_value = "fr")]
    French,
}

/// A row of `accounts`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// The address as it was typed.
    pub email: String,
    /// The address in the form that is compared: one account per key.
    pub email_key: String,
    /// The name that others see.
    pub display_name: String,
    /// PHC string of Argon2id (RFC 9106).
    pub password_hash: String,
    /// What the account may do.
    pub role: Role,
    /// The language of their mails.
    pub language: Language,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
