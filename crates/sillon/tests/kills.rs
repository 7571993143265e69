//! Write transactions of roles and suspensions: ended at each of their steps, and run fifty times at once.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use sillon_domain::{
    Context, Failure, WriteTx,
    audit::{self, Action, Entry, Origin, verify_chain},
    database::entities::role::BuiltIn,
    ids::{AccountId, RoleId},
    people::{list_people, reinstate_account, suspend_account},
    permissions::Authority,
    roles::{RoleText, change_role, count_admins, create_role, delete_role, grant_role, list_roles, revoke_role},
};
use sillon_testing::{Kills, TestApp, db_test};

/// One of the transactions, on one account and one role.
#[derive(Clone, Copy, Debug)]
enum Write {
    Grant,
    Revoke,
    Create,
    Change,
    Delete,
    Suspend,
    Reinstate,
    Refusal,
}

const ALL: [Write; 8] = [
    Write::Create,
    Write::Grant,
    Write::Change,
    Write::Suspend,
    Write::Reinstate,
    Write::Revoke,
    Write::Delete,
    Write::Refusal,
];

/// What the transactions are about. The account is the one admin besides another, so that every rule is asked.
#[derive(Clone, Copy, Debug)]
struct Place {
    account: AccountId,
    role: RoleId,
}

async fn place(app: &TestApp) -> Place {
    app.account("first", BuiltIn::Admin).await;
    let account = app.account("second", BuiltIn::Admin).await;
    let text = text("Archivist", &["audit.read"]);
    let mut tx = app.ctx.db.write().await.unwrap();
    let role = create_role(&mut tx, &app.ctx.clock, Authority::Operator, &text).await.unwrap().id;
    tx.commit().await.unwrap();
    Place { account, role }
}

fn text(name: &str, permissions: &[&str]) -> RoleText {
    let permissions: Vec<_> = permissions.iter().map(|name| (*name).to_owned()).collect();
    RoleText::check(name, "", &permissions).unwrap()
}

async fn write(ctx: Context, write: Write, place: Place) -> Result<(), Failure> {
    let mut tx = ctx.db.write().await?;
    run(&mut tx, &ctx, write, place).await?;
    Ok(tx.commit().await?)
}

async fn run(tx: &mut WriteTx, ctx: &Context, write: Write, place: Place) -> Result<(), Failure> {
    let (clock, by) = (&ctx.clock, Authority::Operator);
    match write {
        Write::Grant => grant_role(tx, clock, by, place.account, place.role).await,
        Write::Revoke => revoke_role(tx, clock, by, place.account, BuiltIn::Admin.id()).await,
        Write::Create => create_role(tx, clock, by, &text("Spy", &["people.view"])).await.map(|_| ()),
        Write::Change => change_role(tx, clock, by, place.role, &text("Reader", &["people.view"])).await.map(|_| ()),
        Write::Delete => delete_role(tx, clock, by, place.role).await,
        Write::Suspend => suspend_account(tx, clock, by, place.account).await.map(|_| ()),
        Write::Reinstate => reinstate_account(tx, clock, by, place.account).await.map(|_| ()),
        Write::Refusal => {
            audit::append(tx, clock, &Origin::operator(), Entry::new(Action::RoleGranted).refused("last_admin"));
            Ok(())
        }
    }
}

/// Everything that these transactions may change, as text.
async fn state(ctx: &Context) -> String {
    let tx = ctx.db.read().await.unwrap();
    let people = list_people(&tx, &sillon_domain::people::PeopleFilter::default(), None, 100).await.unwrap();
    let roles = list_roles(&tx).await.unwrap();
    let last = audit::last_sequence(&tx).await.unwrap();
    format!("{:?} {roles:?} {last}", people.rows)
}

async fn check_invariants(ctx: &Context) {
    let tx = ctx.db.read().await.unwrap();
    assert!(count_admins(&tx).await.unwrap() >= 1);
    assert_eq!(verify_chain(&tx, None).await.unwrap().fault, None);
}

/// Entries that one run adds. A deletion tells of the role's one holder as well.
fn entries_of(kind: Write) -> i64 {
    if matches!(kind, Write::Delete) { 2 } else { 1 }
}

async fn last_sequence(ctx: &Context) -> i64 {
    audit::last_sequence(&ctx.db.read().await.unwrap()).await.unwrap()
}

#[db_test]
async fn a_write_that_is_ended_at_any_step_is_done_wholly_or_not_at_all(app: &TestApp) {
    let (place, kills) = (place(app).await, Kills::new());
    for kind in ALL {
        let (before, head) = (state(&app.ctx).await, last_sequence(&app.ctx).await);
        let mut step = 1;
        loop {
            let run = async {
                tokio::spawn(write(app.ctx.clone(), kind, place)).await.expect_err("ended");
            };
            assert!(kills.at_step(step, run).await, "{kind:?} has a step {step}");
            check_invariants(&app.ctx).await;
            if state(&app.ctx).await != before {
                break;
            }
            step += 1;
        }
        // Ended after the commit: it is done, and told of.
        assert_eq!(last_sequence(&app.ctx).await, head + entries_of(kind), "{kind:?} after {step} steps");
        // What it reads and writes, the three statements of the chain, the commit, and after it.
        assert!(step >= 5, "{kind:?} has only {step} steps");
    }
}

#[db_test]
async fn each_write_fifty_times_at_once_leaves_the_invariants(app: &TestApp) {
    let place = place(app).await;
    for kind in ALL {
        let head = last_sequence(&app.ctx).await;
        let races = (0..50).map(|_| tokio::spawn(write(app.ctx.clone(), kind, place)));
        let mut done = 0;
        for race in races.collect::<Vec<_>>() {
            match race.await.unwrap() {
                Ok(()) => done += 1,
                Err(Failure::Refused(_)) => {}
                Err(failure) => panic!("{kind:?}: {failure}"),
            }
        }
        check_invariants(&app.ctx).await;
        let entries = last_sequence(&app.ctx).await - head;
        let expected_done = if matches!(kind, Write::Create | Write::Delete) { 1 } else { 50 };
        let expected_entries = if matches!(kind, Write::Refusal) { 50 } else { entries_of(kind) };
        assert_eq!((done, entries), (expected_done, expected_entries), "{kind:?}");
    }
}
