//! Write transactions of leaving: ended at each of their steps, and run fifty times at once.

use chrono::TimeDelta;
use sillon_domain::{
    Context, Failure, WriteTx,
    accounts::account_by_id,
    audit::{self, Origin, verify_chain},
    blobs::{Shelf, sweep_orphans},
    database::entities::role::BuiltIn,
    exports::{list_exports, request_export},
    ids::{AccountId, SessionId},
    leaving::{begin_leaving, keep_account, remove_account},
    permissions::permissions_of,
    sessions::{Access, Actor},
};
use sillon_testing::{Kills, TestApp, db_test};

use crate::things::{leave_at_once, send_track, square};

/// One of the transactions.
#[derive(Clone, Copy, Debug)]
enum Write {
    RequestExport,
    Begin,
    Keep,
    BeginAgain,
    Remove,
}

const ALL: [Write; 5] = [Write::RequestExport, Write::Begin, Write::Keep, Write::BeginAgain, Write::Remove];

async fn actor(ctx: &Context, id: AccountId) -> Result<Actor, Failure> {
    let tx = ctx.db.read().await?;
    let account = account_by_id(&tx, id).await?.ok_or_else(|| Failure::not_found("account"))?;
    let session_id = SessionId::new(ctx.clock.now());
    let origin = Origin::visitor(None, None).of_account(id, Some(session_id));
    Ok(Actor { permissions: permissions_of(&tx, id).await?, account, session_id, origin, access: Access::Full })
}

async fn write(ctx: Context, write: Write, id: AccountId) -> Result<(), Failure> {
    let actor = if matches!(write, Write::Remove) { None } else { Some(actor(&ctx, id).await?) };
    let mut tx = ctx.db.write().await?;
    run(&mut tx, &ctx, write, id, actor.as_ref()).await?;
    Ok(tx.commit().await?)
}

async fn run(
    tx: &mut WriteTx,
    ctx: &Context,
    write: Write,
    id: AccountId,
    actor: Option<&Actor>,
) -> Result<(), Failure> {
    let acting = || actor.expect("every write but the removal has its actor");
    match write {
        Write::RequestExport => request_export(tx, &ctx.clock, acting()).await.map(|_| ()),
        Write::Begin | Write::BeginAgain => begin_leaving(tx, &ctx.clock, acting()).await.map(|_| ()),
        Write::Keep => keep_account(tx, &ctx.clock, acting()).await.map(|_| ()),
        Write::Remove => remove_account(tx, &ctx.clock, id).await.map(|_| ()),
    }
}

/// Everything that these transactions may change, as text.
async fn state(ctx: &Context, id: AccountId) -> String {
    let tx = ctx.db.read().await.unwrap();
    let account = account_by_id(&tx, id).await.unwrap();
    let exports = list_exports(&tx, &ctx.clock, id).await.unwrap();
    format!("{account:?} {exports:?} {}", audit::last_sequence(&tx).await.unwrap())
}

async fn last_sequence(ctx: &Context) -> i64 {
    let tx = ctx.db.read().await.unwrap();
    assert_eq!(verify_chain(&tx, None).await.unwrap().fault, None);
    audit::last_sequence(&tx).await.unwrap()
}

/// Brings the clock to where the write has something to do.
fn prepare(app: &TestApp, write: Write) {
    if matches!(write, Write::Remove) {
        app.ctx.clock.advance(TimeDelta::days(30));
    }
}

#[db_test]
async fn a_write_that_is_ended_at_any_step_is_done_wholly_or_not_at_all(app: &TestApp) {
    app.account("first", BuiltIn::Admin).await;
    let id = app.account("second", BuiltIn::Admin).await;
    let kills = Kills::new();
    for kind in ALL {
        prepare(app, kind);
        let (before, head) = (state(&app.ctx, id).await, last_sequence(&app.ctx).await);
        let mut step = 1;
        loop {
            let run = async {
                tokio::spawn(write(app.ctx.clone(), kind, id)).await.expect_err("ended");
            };
            assert!(kills.at_step(step, run).await, "{kind:?} has a step {step}");
            if state(&app.ctx, id).await != before {
                break;
            }
            step += 1;
        }
        // Ended after the commit: it is done, and told of once.
        assert_eq!(last_sequence(&app.ctx).await, head + 1, "{kind:?} after {step} steps");
        assert!(step >= 6, "{kind:?} has only {step} steps");
    }
}

#[db_test]
async fn each_write_fifty_times_at_once_happens_once(app: &TestApp) {
    app.account("first", BuiltIn::Admin).await;
    let id = app.account("second", BuiltIn::Admin).await;
    for kind in ALL {
        prepare(app, kind);
        let head = last_sequence(&app.ctx).await;
        let races = (0..50).map(|_| tokio::spawn(write(app.ctx.clone(), kind, id)));
        for race in races.collect::<Vec<_>>() {
            race.await.unwrap().unwrap_or_else(|failure| panic!("{kind:?}: {failure}"));
        }
        assert_eq!(last_sequence(&app.ctx).await, head + 1, "{kind:?}");
    }
}

/// The process dies after the commit of the removal and before the first file is gone: the sweep does the rest.
#[db_test]
async fn files_of_a_removal_that_died_after_its_commit_are_swept(app: &TestApp) {
    app.admin().await;
    let ada = app.creator("ada").await;
    let id = AccountId(ada.own_id().await.parse().unwrap());
    send_track(&ada, "Morning", 1000).await;
    ada.put("/api/v1/accounts/me/avatar", square("blue")).await.expect(202);
    crate::things::ask_for_export(&ada).await;
    app.run_jobs().await;
    leave_at_once(&ada).await;
    app.ctx.clock.advance(TimeDelta::days(30));
    write(app.ctx.clone(), Write::Remove, id).await.unwrap();
    let shelves = [Shelf::Originals, Shelf::Versions, Shelf::Pictures, Shelf::Thumbnails, Shelf::Exports];
    for shelf in shelves {
        assert_eq!(app.blobs(shelf).await.len(), 1, "{shelf:?}");
    }
    sweep_orphans(&app.ctx.db, &app.ctx.blobs, &app.ctx.clock, std::time::Duration::ZERO).await.unwrap();
    for shelf in shelves {
        assert_eq!(app.blobs(shelf).await.len(), 0, "{shelf:?}");
    }
}
