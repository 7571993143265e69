//! Removes the jobs of an account that is being removed: their payloads name it, its things, or its address.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    sea_query::{Expr, Func, SimpleExpr},
};
use sillon_database::{
    Engine, Reads, WriteTx,
    entities::{
        account,
        job::{self, Column},
        track,
    },
    ids::PictureId,
    sea_orm,
};

use crate::{
    Failure,
    address_links::ResetRequest,
    jobs::{EncodeTrack, JobKind, MakeExport, MakeThumbnails},
    mails::SendMail,
};

/// Removes them in every state; a worker that runs one finds that it lost its lease.
pub(super) async fn remove_jobs(
    tx: &mut WriteTx,
    account: &account::Model,
    tracks: &[track::Model],
    pictures: &[PictureId],
) -> Result<(), Failure> {
    let engine = tx.engine();
    let text = |path| payload(engine, path);
    let of_kind = |kind: &str, is_theirs: SimpleExpr| Condition::all().add(Column::Kind.eq(kind)).add(is_theirs);
    let id = account.id.to_string();
    let address = account.email.trim().to_lowercase();
    let mut jobs = vec![
        of_kind(SendMail::KIND, text(&["to", "account_id"]).eq(id.clone())),
        of_kind(SendMail::KIND, lower(text(&["to", "address"])).eq(address.clone())),
        of_kind(ResetRequest::KIND, lower(text(&["email"])).eq(address)),
        of_kind(MakeExport::KIND, text(&["account_id"]).eq(id)),
    ];
    for some in tracks.chunks(200) {
        let ids = some.iter().map(|track| track.id.to_string());
        jobs.push(of_kind(EncodeTrack::KIND, text(&["track_id"]).is_in(ids)));
    }
    for some in pictures.chunks(200) {
        let ids = some.iter().map(ToString::to_string);
        jobs.push(of_kind(MakeThumbnails::KIND, text(&["picture_id"]).is_in(ids)));
    }
    for some in jobs {
        job::Entity::delete_many().filter(some).exec(tx.conn()).await?;
    }
    Ok(())
}

/// How many mails to an address are still to be sent, or being sent.
pub async fn mails_under_way(tx: &impl Reads, address: &str) -> Result<u64, Failure> {
    let is_theirs = lower(payload(tx.engine(), &["to", "address"])).eq(address.trim().to_lowercase());
    let unfinished = job::Entity::find().filter(Column::Kind.eq(SendMail::KIND)).filter(Column::FinalizedAt.is_null());
    Ok(unfinished.filter(is_theirs).count(tx.conn()).await?)
}

/// A text of the payload. The path is of our own words.
fn payload(engine: Engine, path: &[&str]) -> SimpleExpr {
    match engine {
        Engine::Postgres => Expr::cust(format!("args #>> '{{{}}}'", path.join(","))),
        Engine::Sqlite => Expr::cust(format!("json_extract(args, '$.{}')", path.join("."))),
    }
}

fn lower(text: SimpleExpr) -> SimpleExpr {
    Func::lower(text).into()
}
