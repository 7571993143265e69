//! `sillon admin`: people and roles, changed by the operator.

mod print_people;
mod verify;

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use sillon_domain::{
    Context, Database, Failure, Reads,
    accounts::{account_by_email, parse_email},
    audit::{Action, Entry, Origin, conclude},
    database::entities::{account, role},
    people::{reinstate_account, suspend_account},
    permissions::Authority,
    roles::{find_role_by_name, grant_role, list_roles, revoke_role},
};

use super::{block_on, confirm::confirm, load_config, print};
use crate::{
    cli::{Admin, ForPerson, ForRole, Instance},
    serve::open_instance,
};

pub(super) fn run(command: Admin) -> anyhow::Result<ExitCode> {
    match command {
        Admin::Grant(args) => grant(&args),
        Admin::Revoke(args) => revoke(&args.what, args.yes),
        Admin::Suspend(args) => suspend(&args.what, args.yes),
        Admin::Reinstate(args) => reinstate(&args),
        Admin::ListRoles(args) => print_people::roles(&args),
        Admin::People(args) => print_people::people(&args),
        Admin::Verify(args) => verify::run(&args),
    }
}

fn grant(args: &ForRole) -> anyhow::Result<ExitCode> {
    on_instance(&args.instance, async |ctx| {
        let (account, role) = find_both(&ctx.db, args).await?;
        let mut tx = ctx.db.write().await?;
        let done = grant_role(&mut tx, &ctx.clock, Authority::Operator, account.id, role.id).await;
        conclude(&ctx, tx, &Origin::operator(), Entry::new(Action::RoleGranted).on(account.id), done).await?;
        print(&format!("{} has the role {}.\n", account.email, role.name))
    })
}

fn revoke(args: &ForRole, yes: bool) -> anyhow::Result<ExitCode> {
    on_instance(&args.instance, async |ctx| {
        let (account, role) = find_both(&ctx.db, args).await?;
        confirm(&format!("Take the role {} from {}?", role.name, account.email), yes)?;
        let mut tx = ctx.db.write().await?;
        let done = revoke_role(&mut tx, &ctx.clock, Authority::Operator, account.id, role.id).await;
        conclude(&ctx, tx, &Origin::operator(), Entry::new(Action::RoleRevoked).on(account.id), done).await?;
        print(&format!("{} does not have the role {}.\n", account.email, role.name))
    })
}

fn suspend(args: &ForPerson, yes: bool) -> anyhow::Result<ExitCode> {
    on_instance(&args.instance, async |ctx| {
        let account = find_person(&ctx.db.read().await?, &args.email).await?;
        confirm(&format!("Suspend {} and end their sessions?", account.email), yes)?;
        let mut tx = ctx.db.write().await?;
        let done = suspend_account(&mut tx, &ctx.clock, Authority::Operator, account.id).await;
        conclude(&ctx, tx, &Origin::operator(), Entry::new(Action::AccountSuspended).on(account.id), done).await?;
        print(&format!("{} is suspended.\n", account.email))
    })
}

fn reinstate(args: &ForPerson) -> anyhow::Result<ExitCode> {
    on_instance(&args.instance, async |ctx| {
        let account = find_person(&ctx.db.read().await?, &args.email).await?;
        let mut tx = ctx.db.write().await?;
        let done = reinstate_account(&mut tx, &ctx.clock, Authority::Operator, account.id).await;
        conclude(&ctx, tx, &Origin::operator(), Entry::new(Action::AccountReinstated).on(account.id), done).await?;
        print(&format!("{} may sign in again.\n", account.email))
    })
}

async fn find_both(db: &Database, args: &ForRole) -> anyhow::Result<(account::Model, role::Model)> {
    let tx = db.read().await?;
    let account = find_person(&tx, &args.email).await?;
    Ok((account, find_role(&tx, &args.role).await?))
}

/// The account of an address that was typed on the command line.
pub(super) async fn find_person(tx: &impl Reads, email: &str) -> anyhow::Result<account::Model> {
    let address = parse_email(email).with_context(|| format!("{email} is not a mail address"))?;
    let found = account_by_email(tx, &address).await?;
    found.with_context(|| format!("no account has the address {email}. `sillon admin people` lists them"))
}

async fn find_role(tx: &impl Reads, name: &str) -> anyhow::Result<role::Model> {
    if let Some(role) = find_role_by_name(tx, name).await? {
        return Ok(role);
    }
    let names: Vec<_> = list_roles(tx).await?.into_iter().map(|described| described.role.name).collect();
    bail!("there is no role {name}. There are: {}", names.join(", "))
}

/// Runs a command on an opened instance whose schema is current.
pub(super) fn on_instance(
    instance: &Instance,
    work: impl AsyncFnOnce(Context) -> anyhow::Result<()>,
) -> anyhow::Result<ExitCode> {
    let loaded = load_config(instance, Vec::new())?;
    block_on(async {
        let ctx = open_instance(&loaded.config).await?.ctx;
        let pending = ctx.db.migration_state().await?.pending();
        if !pending.is_empty() {
            bail!("the database's schema is older than this program. `sillon migrate` brings it up to date");
        }
        let db = ctx.db.clone();
        let done = work(ctx).await;
        db.close().await.map_err(Failure::from)?;
        done.map(|()| ExitCode::SUCCESS)
    })
}
