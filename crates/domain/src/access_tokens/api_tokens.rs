//! API tokens: made by a person for a script, with scopes and an end, shown once. Each is a session of its own kind, so
//! ending a session removes one.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use sillon_database::{
    Reads, WriteTx,
    entities::session::{self, Column, Kind},
    sea_orm,
};
use sillon_protocol::{ErrorCode, FieldProblem};

use crate::{
    Clock, Failure, OpaqueToken,
    audit::{Action, Entry, append},
    mails::{SecurityEvent, notify},
    sessions::{Access, Actor, NewSession, Scope, insert_session},
};

/// Begins every API token, so that people and programs that look for leaks know what they found.
pub const API_TOKEN_PREFIX: &str = "sillon_";
/// How many API tokens, or app passwords, an account may have.
const MOST: u64 = 50;
const NAME_MAX_CHARACTERS: usize = 60;
const MOST_DAYS: u32 = 366;

/// What an API token is to be.
#[derive(Clone, Debug)]
pub struct NewApiToken {
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for; at least one.
    pub scopes: BTreeSet<Scope>,
    /// Days until it ends, 1 to 366.
    pub days: u32,
}

/// Makes an API token and tells the owner; its text is shown once.
pub async fn create_api_token(
    tx: &mut WriteTx,
    clock: &Clock,
    actor: &Actor,
    new: NewApiToken,
) -> Result<(session::Model, OpaqueToken), Failure> {
    let name = valid_name(&new.name)?;
    if new.scopes.is_empty() {
        return Err(invalid("/scopes", "required", "A token without a scope is good for nothing."));
    }
    if !(1..=MOST_DAYS).contains(&new.days) {
        return Err(invalid("/days", "out_of_range", "A token lasts 1 to 366 days."));
    }
    let of_actor = session::Entity::find().filter(Column::AccountId.eq(actor.id()));
    let have = of_actor.filter(Column::Kind.eq(Kind::Api)).filter(Column::ExpiresAt.gt(clock.now()));
    refuse_more_than_most(have.count(tx.conn()).await?)?;
    let token = OpaqueToken::random().with_prefix(API_TOKEN_PREFIX);
    let new = NewSession {
        account: actor.id(),
        kind: Kind::Api,
        name: &name,
        access: Access::Scoped(new.scopes),
        app_password: None,
        lasts: TimeDelta::days(i64::from(new.days)),
    };
    let session = insert_session(tx, clock, new, &token).await?;
    let scopes = json!({ "scopes": session.scopes });
    append(tx, clock, &actor.origin, Entry::new(Action::ApiTokenCreated).on(session.id).after(scopes));
    notify(tx, clock, &actor.account, SecurityEvent::ApiTokenMade).await?;
    Ok((session, token))
}

/// The name of a token, an app password or a device, without white space around it.
pub(crate) fn valid_name(name: &str) -> Result<String, Failure> {
    let name = name.trim();
    if name.is_empty() {
        return Err(invalid("/name", "required", "A name is needed."));
    }
    if name.chars().count() > NAME_MAX_CHARACTERS {
        return Err(invalid("/name", "too_long", "A name has at most 60 characters."));
    }
    if name.chars().any(char::is_control) {
        return Err(invalid("/name", "control_character", "A name has no control characters."));
    }
    Ok(name.to_owned())
}

/// Refuses one more than an account may have.
pub(crate) fn refuse_more_than_most(have: u64) -> Result<(), Failure> {
    if have < MOST {
        return Ok(());
    }
    Err(Failure::refused(ErrorCode::TooManyOfThese, "You have 50 of these. Remove some that you do not use."))
}

fn invalid(pointer: &str, code: &str, detail: &str) -> Failure {
    Failure::invalid(vec![FieldProblem {
        pointer: pointer.to_owned(),
        code: code.to_owned(),
        detail: detail.to_owned(),
    }])
}
