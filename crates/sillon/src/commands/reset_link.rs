//! `sillon accounts reset-link`

use std::process::ExitCode;

use anyhow::{Context, bail};
use sillon_domain::{
    accounts::{account_by_email, parse_email},
    address_links::issue_link,
    audit::{Action, Entry, Origin, append},
    database::entities::address_link::Purpose,
};

use super::{block_on, load_config, print};
use crate::{cli::ResetLink, serve::open_instance};

pub(super) fn run(args: &ResetLink) -> anyhow::Result<ExitCode> {
    let config = load_config(&args.instance, Vec::new())?.config;
    let email = parse_email(&args.email).with_context(|| format!("{} is not a mail address", args.email))?;
    block_on(async {
        let ctx = open_instance(&config).await?.ctx;
        let mut tx = ctx.db.write().await?;
        let Some(account) = account_by_email(&tx, &email).await? else {
            bail!("no account has the address {}", args.email);
        };
        let Some(token) = issue_link(&mut tx, &ctx.clock, account.id, Purpose::Reset, &account.email).await? else {
            bail!("three links are on their way already; each works for an hour");
        };
        append(&mut tx, &ctx.clock, &Origin::operator(), Entry::new(Action::ResetLinkMade).on(account.id));
        tx.commit().await?;
        ctx.db.close().await?;
        let place = ctx.settings.public_url.as_deref().unwrap_or("http://127.0.0.1:8080");
        print(&format!("{place}/reset-password#token={}\n", token.reveal()))?;
        Ok(ExitCode::SUCCESS)
    })
}
