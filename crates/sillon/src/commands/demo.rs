//! `sillon dev demo`

use std::{process::ExitCode, time::Duration};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use indicatif::{ProgressBar, ProgressStyle};
use sillon_domain::jobs::Queue;
use sillon_worker::Worker;

use super::{block_on, load_config, print};
use crate::{cli::Instance, put_demo::put_demo, serve::open_instance};

const PIECES: u64 = 6;

pub(super) fn run(args: &Instance) -> anyhow::Result<ExitCode> {
    let loaded = load_config(args, Vec::new())?;
    block_on(async {
        let instance = open_instance(&loaded.config).await?;
        let ctx = &instance.ctx;
        ctx.db.migrate().await?;
        let style = ProgressStyle::with_template("{msg:32} {wide_bar} {pos}/{len}")?;
        let bar = ProgressBar::new(PIECES * 2).with_style(style);
        bar.enable_steady_tick(Duration::from_millis(200));
        bar.set_message("synthesising");
        let password = password();
        let put = put_demo(ctx, password.clone(), |done, title| {
            bar.set_position(done as u64);
            bar.set_message(format!("synthesised {title}"));
        });
        let Some(demo) = put.await? else {
            bar.finish_and_clear();
            print("The demo is here already. Nothing was changed.\n")?;
            return Ok(ExitCode::SUCCESS);
        };
        bar.set_message("encoding");
        // A server on the same data takes its share; what it has claimed, it ends by itself.
        let worker = Worker::new(ctx.clone(), instance.worker);
        let encoded = worker.drain().await?.of(Queue::Encode);
        bar.finish_and_clear();
        let [first, second] = demo.emails;
        let elsewhere = demo.jobs.saturating_sub(encoded);
        let note = if elsewhere == 0 {
            String::new()
        } else {
            format!("The running server does {elsewhere} of the {} jobs.\n", demo.jobs)
        };
        print(&format!(
            "Two creators and a release of {} pieces are in place.\n{note}\
             Open /releases/{} on the instance's page. The creators can sign in as\n\
             {first} and {second}, with the password {password}\n",
            demo.pieces, demo.release
        ))?;
        ctx.db.close().await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Random, so that a demo that is forgotten on a public server opens no door.
fn password() -> String {
    let mut bytes = [0_u8; 12];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    URL_SAFE_NO_PAD.encode(bytes)
}
