//! A new release, without tracks and artwork yet.

use sea_orm::{ActiveValue::Set, EntityTrait};
use sillon_database::{
    Reads, WriteTx,
    entities::release,
    ids::{AccountId, ReleaseId},
    sea_orm,
};

use crate::{Clock, Failure};

/// What a release is made of.
#[derive(Clone, Debug)]
pub struct NewRelease {
    /// Whose it is.
    pub creator_id: AccountId,
    /// Its title.
    pub title: String,
}

/// Inserts the row.
pub async fn create_release(tx: &mut WriteTx, clock: &Clock, new: NewRelease) -> Result<release::Model, Failure> {
    let now = clock.now();
    let row = release::ActiveModel {
        id: Set(ReleaseId::new(now)),
        creator_id: Set(new.creator_id),
        title: Set(new.title),
        released_at: Set(now),
        created_at: Set(now),
    };
    Ok(release::Entity::insert(row).exec_with_returning(tx.conn()).await?)
}
