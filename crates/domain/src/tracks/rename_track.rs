//! A new title.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use sillon_database::{Reads, WriteTx, entities::track, ids::TrackId, sea_orm};
use sillon_protocol::FieldProblem;

use super::find_visible_track;
use crate::{
    Clock, Failure,
    audit::{Action, Entry, append},
    sessions::Actor,
    uploads::clean_title,
};

/// Changes the title of a track that this person may manage.
pub async fn rename_track(
    tx: &mut WriteTx,
    clock: &Clock,
    actor: &Actor,
    id: TrackId,
    title: &str,
) -> Result<track::Model, Failure> {
    let too_long = title.chars().count() > 200;
    let Some(title) = clean_title(title).filter(|_| !too_long) else {
        let (code, detail) = if too_long {
            ("too_long", "A title has at most 200 characters.")
        } else {
            ("required", "A title is needed.")
        };
        return Err(Failure::invalid(vec![FieldProblem {
            pointer: "/title".to_owned(),
            code: code.to_owned(),
            detail: detail.to_owned(),
        }]));
    };
    let visible = find_visible_track(tx, Some(actor), id).await?;
    let track = visible.ok_or_else(|| Failure::not_found("track"))?;
    if !actor.may_manage(track.creator_id) {
        let detail = "Only its creator can change a track.";
        return Err(Failure::refused(sillon_protocol::ErrorCode::Forbidden, detail));
    }
    if track.creator_id != actor.id() {
        let entry = Entry::new(Action::TrackRenamed).on(id);
        let entry = entry.before(json!({"title": track.title})).after(json!({"title": title}));
        append(tx, clock, &actor.origin, entry);
    }
    let mut change = track.into_active_model();
    change.title = Set(title);
    Ok(change.update(tx.conn()).await?)
}
