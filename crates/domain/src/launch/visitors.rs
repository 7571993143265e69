//! The accounts that synthetic journeys make, and how they go away again.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sillon_database::{
    Reads, WriteTx,
    entities::{account, beta_invite, track},
    ids::SessionId,
    sea_orm,
};

use crate::{
    Clock, Failure,
    accounts::{account_by_email, parse_email},
    audit::Origin,
    permissions::PermissionSet,
    sessions::{Access, Actor},
    tracks::{DeletedTrack, delete_track},
};

/// The cohort of the invitations that journeys make for themselves; it is not one of people.
pub const JOURNEY_COHORT: &str = "journey";

/// Addresses of accounts and invitations of a domain that nobody owns, made before an instant.
pub async fn visitors_before(tx: &impl Reads, domain: &str, before: DateTime<Utc>) -> Result<Vec<String>, Failure> {
    let ending = format!("@{domain}");
    let accounts = account::Entity::find()
        .filter(account::Column::EmailKey.ends_with(&ending))
        .filter(account::Column::CreatedAt.lt(before))
        .all(tx.conn())
        .await?;
    let invitations = beta_invite::Entity::find()
        .filter(beta_invite::Column::EmailKey.ends_with(&ending))
        .filter(beta_invite::Column::CreatedAt.lt(before))
        .all(tx.conn())
        .await?;
    let mut found: Vec<String> = accounts.into_iter().map(|account| account.email_key).collect();
    found.extend(invitations.into_iter().map(|invitation| invitation.email_key));
    found.sort();
    found.dedup();
    Ok(found)
}

/// Removes the account of an address with its sessions and tracks, and the invitation; gives the files to remove after
/// the commit. What is not there needs no removing.
pub async fn remove_visitor(tx: &mut WriteTx, clock: &Clock, email: &str) -> Result<Vec<DeletedTrack>, Failure> {
    let email = parse_email(email).ok_or_else(|| Failure::Broken(format!("{email:?} is not a visitor's address")))?;
    let mut deleted = Vec::new();
    if let Some(account) = account_by_email(tx, &email).await? {
        let actor = Actor {
            account,
            session_id: SessionId::new(clock.now()),
            permissions: PermissionSet::default(),
            origin: Origin::operator(),
            access: Access::Full,
        };
        let tracks = track::Entity::find().filter(track::Column::CreatorId.eq(actor.id())).all(tx.conn()).await?;
        for track in tracks {
            deleted.push(delete_track(tx, clock, &actor, track.id).await?);
        }
        account::Entity::delete_by_id(actor.id()).exec(tx.conn()).await?;
    }
    beta_invite::Entity::delete_many().filter(beta_invite::Column::EmailKey.eq(&*email.key)).exec(tx.conn()).await?;
    Ok(deleted)
}
