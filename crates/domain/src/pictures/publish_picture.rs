//! The transaction that shows a picture, and the only way in which one is shown.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::picture::{self, State},
    ids::PictureId,
    sea_orm,
};

use super::{
    RemovedPictures, Subject,
    remove_picture::{Which, forget},
};
use crate::Failure;

/// Thumbnails that lie, synced, in a folder that no row names yet.
#[derive(Clone, Debug)]
pub struct MadeThumbnails {
    /// Name of the folder among the thumbnails.
    pub folder: String,
    /// Side of the square that was cut out, in pixels.
    pub side_px: i32,
    /// Placeholder (`BlurHash`).
    pub blurhash: String,
}

/// Shows the picture instead of the one before, in the transaction that completes its job. Gives the files of the one
/// before; none when the picture was removed or replaced meanwhile, and nothing is to be shown.
pub async fn publish_picture(
    tx: &mut WriteTx,
    id: PictureId,
    made: MadeThumbnails,
) -> Result<Option<RemovedPictures>, Failure> {
    let Some(picture) = picture::Entity::find_by_id(id).one(tx.conn()).await? else { return Ok(None) };
    let subject = Subject::of(&picture)?;
    if !subject.lock(tx).await? {
        return Ok(None);
    }
    // The row may have gone while the subject was waited for; then the one before has to stay.
    let row = not_shown(id);
    if picture::Entity::find().filter(row.clone()).one(tx.conn()).await?.is_none() {
        return Ok(None);
    }
    let before = forget(tx, subject, Which::Shown).await?;
    picture::Entity::update_many()
        .col_expr(picture::Column::State, Expr::value(State::Ready))
        .col_expr(picture::Column::Folder, Expr::value(made.folder))
        .col_expr(picture::Column::SidePx, Expr::value(made.side_px))
        .col_expr(picture::Column::Blurhash, Expr::value(made.blurhash))
        .col_expr(picture::Column::FailureCode, Expr::cust("NULL"))
        .col_expr(picture::Column::FailureDetail, Expr::cust("NULL"))
        .filter(row)
        .exec(tx.conn())
        .await?;
    Ok(Some(before))
}

/// The row, as long as it is not shown. One that failed may be tried again by the operator.
pub(super) fn not_shown(id: PictureId) -> Condition {
    Condition::all().add(picture::Column::Id.eq(id)).add(picture::Column::State.ne(State::Ready))
}
