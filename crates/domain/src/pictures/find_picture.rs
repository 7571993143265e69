//! Look-ups of pictures: one, those of a thing, and the shown ones of a whole list at once.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use sillon_database::{
    Reads,
    entities::{
        picture::{self, Column, State},
        release, track,
    },
    ids::{AccountId, PictureId},
    sea_orm,
};

use super::Subject;
use crate::{
    Failure,
    leaving::{leaving_accounts, tracks_of_leaving},
};

/// The pictures of a thing.
#[derive(Clone, Debug, Default)]
pub struct PictureSlot {
    /// What everybody sees.
    pub shown: Option<picture::Model>,
    /// What waits to be shown, or failed.
    pub next: Option<picture::Model>,
}

/// The picture of this id.
pub async fn find_picture(tx: &impl Reads, id: PictureId) -> Result<Option<picture::Model>, Failure> {
    Ok(picture::Entity::find_by_id(id).one(tx.conn()).await?)
}

/// The pictures of a thing, as its owner sees them.
pub async fn find_slot(tx: &impl Reads, subject: Subject) -> Result<PictureSlot, Failure> {
    let rows = picture::Entity::find().filter(subject.rows()).all(tx.conn()).await?;
    let (mut shown, mut next): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.state == State::Ready);
    Ok(PictureSlot { shown: shown.pop(), next: next.pop() })
}

/// Every picture of an account, of its releases and of its tracks, in the order in which they came.
pub(crate) async fn pictures_of_account(tx: &impl Reads, account: AccountId) -> Result<Vec<picture::Model>, Failure> {
    let releases = release::Entity::find()
        .select_only()
        .column(release::Column::Id)
        .filter(release::Column::CreatorId.eq(account))
        .into_query();
    let tracks = track::Entity::find()
        .select_only()
        .column(track::Column::Id)
        .filter(track::Column::CreatorId.eq(account))
        .into_query();
    let theirs = Condition::any()
        .add(Column::AccountId.eq(account))
        .add(Column::ReleaseId.in_subquery(releases))
        .add(Column::TrackId.in_subquery(tracks));
    let rows = picture::Entity::find().filter(theirs).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
    Ok(rows.all(tx.conn()).await?)
}

/// A picture that is to be shown: not one of an account that is leaving, nor of its music.
pub async fn find_shown_picture(tx: &impl Reads, id: PictureId) -> Result<Option<picture::Model>, Failure> {
    let releases = release::Entity::find()
        .select_only()
        .column(release::Column::Id)
        .filter(release::Column::CreatorId.in_subquery(leaving_accounts()))
        .into_query();
    let hidden = Condition::any()
        .add(Column::AccountId.in_subquery(leaving_accounts()))
        .add(Column::ReleaseId.in_subquery(releases))
        .add(Column::TrackId.in_subquery(tracks_of_leaving()));
    let picture = find_picture(tx, id).await?;
    let is_hidden = picture::Entity::find_by_id(id).filter(hidden).one(tx.conn()).await?.is_some();
    Ok(picture.filter(|_| !is_hidden))
}

/// What everybody sees of these things, in one query. Things without a picture are not in the answer.
pub async fn shown_pictures(
    tx: &impl Reads,
    subjects: impl IntoIterator<Item = Subject>,
) -> Result<HashMap<Subject, picture::Model>, Failure> {
    let (mut accounts, mut releases, mut tracks) = (Vec::new(), Vec::new(), Vec::new());
    for subject in subjects {
        match subject {
            Subject::Account(id) => accounts.push(id),
            Subject::Release(id) => releases.push(id),
            Subject::Track(id) => tracks.push(id),
        }
    }
    let of_any = Condition::any()
        .add(Column::AccountId.is_in(accounts))
        .add(Column::ReleaseId.is_in(releases))
        .add(Column::TrackId.is_in(tracks));
    let rows = picture::Entity::find().filter(Column::State.eq(State::Ready)).filter(of_any).all(tx.conn()).await?;
    rows.into_iter().map(|row| Ok((Subject::of(&row)?, row))).collect()
}
