//! A picture that cannot be shown: its owner is told why, and what was shown stays.

use sea_orm::{EntityTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::picture::{self, State},
    ids::PictureId,
    sea_orm,
};

use super::publish_picture::not_shown;
use crate::Failure;

/// Why it cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureFailure {
    /// Stable code.
    pub code: String,
    /// A sentence for the owner.
    pub detail: String,
}

/// Marks a picture that is not shown as failed; one that is gone stays gone.
pub async fn fail_picture(tx: &mut WriteTx, id: PictureId, failure: &PictureFailure) -> Result<(), Failure> {
    picture::Entity::update_many()
        .col_expr(picture::Column::State, Expr::value(State::Failed))
        .col_expr(picture::Column::FailureCode, Expr::value(&*failure.code))
        .col_expr(picture::Column::FailureDetail, Expr::value(&*failure.detail))
        .filter(not_shown(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}
