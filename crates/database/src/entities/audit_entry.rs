//! An entry of the audit log. How entries are chained is in `audit_chain`, what is recorded in the domain.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, SessionId};

/// Who did it, coarsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ActorKind {
    /// Somebody who is not signed in.
    #[sea_orm(string_value = "visitor")]
    Visitor,
    /// An account.
    #[sea_orm(string_value = "account")]
    Account,
    /// Whoever runs commands on the server.
    #[sea_orm(string_value = "operator")]
    Operator,
    /// Sillon itself, in a job.
    #[sea_orm(string_value = "system")]
    System,
}

impl ActorKind {
    /// As it stands in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Account => "account",
            Self::Operator => "operator",
            Self::System => "system",
        }
    }
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Outcome {
    /// It was done, in the transaction of this entry.
    #[sea_orm(string_value = "done")]
    Done,
    /// A rule refused it; nothing was changed.
    #[sea_orm(string_value = "refused")]
    Refused,
}

impl Outcome {
    /// As it stands in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }
}

/// A row of `audit_entries`. Triggers refuse that it is changed or removed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entries")]
pub struct Model {
    /// Its place in the chain, from 1, without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sequence: i64,
    /// When it happened.
    pub recorded_at: DateTime<Utc>,
    /// Who did it, coarsely.
    pub actor_kind: ActorKind,
    /// The account that did it; kept when the account is gone.
    pub actor_id: Option<AccountId>,
    /// The session in which it did so.
    pub session_id: Option<SessionId>,
    /// Where the request came from: a /24 or a /48, never an address.
    pub address_prefix: Option<String>,
    /// The request, as the server's log names it.
    pub request_id: Option<String>,
    /// Stable name of what was done.
    pub action: String,
    /// Kind of what it was done to.
    pub object_kind: Option<String>,
    /// Id of what it was done to.
    pub object_id: Option<String>,
    /// JSON of what was so before.
    pub state_before: Option<String>,
    /// JSON of what is so after.
    pub state_after: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// Stable code of the refusal.
    pub reason: Option<String>,
    /// Hash of the entry before; zeros in the first.
    pub previous_hash: Vec<u8>,
    /// BLAKE3 over `previous_hash` and the entry's canonical bytes.
    pub hash: Vec<u8>,
}

/// SeaORM relations are not used: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
