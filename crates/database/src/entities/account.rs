//! A person's account. Rules about accounts live in the domain.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::ids::AccountId;

/// Who sees a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ProfileVisibility {
    /// Whoever comes by.
    #[sea_orm(string_value = "everyone")]
    Everyone,
    /// Whoever is signed in.
    #[sea_orm(string_value = "members")]
    Members,
    /// Its owner alone.
    #[sea_orm(string_value = "nobody")]
    Nobody,
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
    /// The language of their mails.
    pub language: Language,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// Since when it may not sign in; none: it may.
    pub suspended_at: Option<DateTime<Utc>>,
    /// When the person showed that the address is theirs.
    pub email_verified_at: Option<DateTime<Utc>>,
    /// What the person says about themselves.
    pub bio: String,
    /// Addresses on the web, an array of texts.
    #[sea_orm(column_type = "JsonBinary")]
    pub links: Json,
    /// Who sees the profile.
    pub profile_visibility: ProfileVisibility,
    /// When the account ends for good; none: it stays. Until then it is closed.
    pub leaves_at: Option<DateTime<Utc>>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
