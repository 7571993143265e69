//! Look-ups of pictures: one, those of a thing, and the shown ones of a whole list at once.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use sillon_database::{
    Reads,
    entities::picture::{self, Column, State},
    ids::PictureId,
    sea_orm,
};

use super::Subject;
use crate::Failure;

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
