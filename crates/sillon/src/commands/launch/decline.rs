//! `sillon launch decline`

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use sillon_domain::{
    accounts::parse_email,
    invitations::{decline_for, forget_no},
};

use super::open_current;
use crate::{
    cli::launch::Decline,
    commands::{block_on, load_config, print},
};

pub(super) fn run(args: &Decline) -> anyhow::Result<ExitCode> {
    let config = load_config(&args.instance, Vec::new())?.config;
    let address = &args.address;
    let email = parse_email(address).with_context(|| format!("{address} is not a mail address"))?;
    block_on(async {
        let ctx = open_current(&config).await?;
        let mut tx = ctx.db.write().await?;
        let done = if args.undo {
            forget_no(&mut tx, &ctx.clock, &email).await?
        } else {
            decline_for(&mut tx, &ctx.clock, &email).await?
        };
        tx.commit().await?;
        ctx.db.close().await?;
        match (done, args.undo) {
            (true, false) => print(&format!("The invitation of {address} is gone, and no other will be made.\n"))?,
            (true, true) => print(&format!("{address} can be invited again.\n"))?,
            (false, false) => bail!("{address} has no invitation that could still be used"),
            (false, true) => bail!("{address} did not say no"),
        }
        Ok(ExitCode::SUCCESS)
    })
}
