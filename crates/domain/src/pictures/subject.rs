//! What has a picture, and who may change it.

use sea_orm::{ColumnTrait, EntityTrait, QuerySelect, sea_query::SimpleExpr};
use sillon_database::{
    Reads, WriteTx,
    entities::{account, picture, release, track},
    ids::{AccountId, ReleaseId, TrackId},
    sea_orm,
};
use sillon_protocol::ErrorCode;

use crate::{Failure, releases::find_release, sessions::Actor, tracks::find_visible_track};

/// What a picture belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An account: the picture is its avatar.
    Account(AccountId),
    /// A release: the picture is its artwork.
    Release(ReleaseId),
    /// A track: the picture is its artwork.
    Track(TrackId),
}

impl Subject {
    /// The subject of a row.
    pub(crate) fn of(row: &picture::Model) -> Result<Self, Failure> {
        match (row.account_id, row.release_id, row.track_id) {
            (Some(id), None, None) => Ok(Self::Account(id)),
            (None, Some(id), None) => Ok(Self::Release(id)),
            (None, None, Some(id)) => Ok(Self::Track(id)),
            _ => Err(Failure::Broken(format!("picture {} belongs to not exactly one thing", row.id))),
        }
    }

    /// Rows of this subject.
    pub(super) fn rows(self) -> SimpleExpr {
        match self {
            Self::Account(id) => picture::Column::AccountId.eq(id),
            Self::Release(id) => picture::Column::ReleaseId.eq(id),
            Self::Track(id) => picture::Column::TrackId.eq(id),
        }
    }

    /// Holds the subject's row to the end of the transaction, so that two changes of its pictures follow each other (on
    /// SQLite they do anyway); false when it is gone.
    pub(super) async fn lock(self, tx: &mut WriteTx) -> Result<bool, Failure> {
        let found = match self {
            Self::Account(id) => account::Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?.is_some(),
            Self::Release(id) => release::Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?.is_some(),
            Self::Track(id) => track::Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?.is_some(),
        };
        Ok(found)
    }
}

/// Refuses unless this person may change the picture: an avatar its own account alone, artwork whoever manages the music.
pub async fn require_picture_rights(tx: &impl Reads, actor: &Actor, subject: Subject) -> Result<(), Failure> {
    let may = match subject {
        Subject::Account(id) => actor.id() == id,
        Subject::Release(id) => {
            let release = find_release(tx, id).await?.ok_or_else(|| Failure::not_found("release"))?;
            actor.may_manage(release.creator_id)
        }
        Subject::Track(id) => {
            let track = find_visible_track(tx, Some(actor), id).await?.ok_or_else(|| Failure::not_found("track"))?;
            actor.may_manage(track.creator_id)
        }
    };
    if may {
        return Ok(());
    }
    Err(Failure::refused(ErrorCode::Forbidden, "Only the one whose picture it is can change it."))
}
