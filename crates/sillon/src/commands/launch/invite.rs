//! `sillon launch invite`: step one writes letters, step two (`--send`) sends them.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context as _, bail};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sillon_domain::{
    Context,
    accounts::{account_by_email, parse_email},
    ids::AccountId,
};
use sillon_launch::{
    cohort::{Checked, Invitee, check_cohort, findings_as_text, read_cohort},
    invitations::{Choice, Dispatched, Dispatcher, Outbox, Outcome, Rendered, SendCommand, Terms, render_invitations},
    mail::{Language, LetterSettings, Letters},
};

use super::{open_current, sending_progress::SendingProgress, stop_signal::stop_on_signal};
use crate::{
    cli::launch::{Invite, Only, Retry},
    commands::{block_on, load_config, print},
    config::{Config, LetterLanguage},
};

/// The exit code of a run that Ctrl-C ended, as shells have it.
const INTERRUPTED: u8 = 130;

pub(super) fn run(args: &Invite) -> anyhow::Result<ExitCode> {
    let config = load_config(&args.instance, Vec::new())?.config;
    let Some(people) = read_people(&args.file)? else { return Ok(ExitCode::FAILURE) };
    block_on(async {
        let ctx = open_current(&config).await?;
        let code = if args.send {
            send(args, &config, &ctx, &people).await?
        } else {
            write(args, &config, &ctx, people).await?
        };
        ctx.db.close().await?;
        Ok(code)
    })
}

/// The people of a file that no hard check blocks; otherwise says why not.
fn read_people(path: &Path) -> anyhow::Result<Option<Vec<Invitee>>> {
    let name = path.display().to_string();
    let (cohort, mut findings) = read_cohort(&std::fs::read(path).with_context(|| name.clone())?);
    findings.extend(check_cohort(&cohort));
    // Whether few people, or none, are too few was decided with validate-cohort.
    findings.retain(|finding| finding.severity == sillon_launch::cohort::Severity::Hard && finding.code != "no_people");
    let people = cohort.people.clone();
    if findings.is_empty() {
        return Ok(Some(people));
    }
    print(&findings_as_text(&Checked::new(name, cohort, findings, false)))?;
    Ok(None)
}

async fn write(args: &Invite, config: &Config, ctx: &Context, people: Vec<Invitee>) -> anyhow::Result<ExitCode> {
    let letters = letters(args, config)?;
    let terms = Terms {
        sent_by: inviting_account(args, ctx).await?,
        valid_for: TimeDelta::days(i64::from(config.launch.invitation_days)),
    };
    let folder = args.out.clone().unwrap_or_else(|| PathBuf::from(folder_name(ctx.clock.now())));
    let outbox = Outbox::open(&folder).with_context(|| folder.display().to_string())?;
    let rendered = render_invitations(&ctx.db, &ctx.clock, &letters, &outbox, people, terms).await;
    let failed = rendered.failed();
    let list = outbox.write_failed(&failed)?;
    print(&describe(&rendered, &outbox, list.as_deref())?)?;
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn letters(args: &Invite, config: &Config) -> anyhow::Result<Letters> {
    let launch = &config.launch;
    let settings = LetterSettings {
        instance_name: config.instance.name.trim().to_owned(),
        public_url: config.server.public_url.clone(),
        from_address: launch.from_address.clone(),
        from_name: launch.from_name.clone(),
        about: launch.about.clone(),
        signature: launch.signature.clone(),
        feedback_url: launch.feedback_url.clone(),
    };
    let language = match launch.language {
        LetterLanguage::French => Language::French,
        LetterLanguage::English => Language::English,
    };
    let own = args.template.as_ref().map(|path| {
        std::fs::read_to_string(path).with_context(|| format!("the template {} cannot be read", path.display()))
    });
    Ok(Letters::new(settings, language, own.transpose()?.as_deref())?)
}

async fn inviting_account(args: &Invite, ctx: &Context) -> anyhow::Result<Option<AccountId>> {
    let Some(address) = &args.by else { return Ok(None) };
    let email = parse_email(address).with_context(|| format!("{address} is not a mail address"))?;
    let tx = ctx.db.read().await?;
    let account = account_by_email(&tx, &email).await?;
    Ok(Some(account.with_context(|| format!("no account has the address {address}"))?.id))
}

fn folder_name(now: DateTime<Utc>) -> String {
    format!("out-{}", now.format("%Y-%m-%d"))
}

fn describe(rendered: &Rendered, outbox: &Outbox, failed: Option<&Path>) -> anyhow::Result<String> {
    let mut text = String::new();
    let mut counts = [0_usize; 7];
    for (person, outcome) in &rendered.people {
        let address = &person.email.typed;
        let place = match outcome {
            Outcome::Invited => 0,
            Outcome::WrittenAgain => 1,
            Outcome::AlreadyInvited => 2,
            Outcome::Corrected => {
                writeln!(text, "{address}: has the cohort and the role of the list now")?;
                6
            }
            Outcome::HasAccount => {
                writeln!(text, "{address}: has an account; no letter")?;
                3
            }
            Outcome::Declined => {
                writeln!(text, "{address}: said no, or is on the suppression list; no letter")?;
                4
            }
            Outcome::Failed(reason) => {
                writeln!(text, "{address}: FAILED: {reason}")?;
                5
            }
        };
        counts[place] += 1;
    }
    let [invited, again, already, accounts, declined, failures, corrected] = counts;
    writeln!(
        text,
        "{invited} invited, {already} invited before, {corrected} corrected, {again} letters written again, \
         {accounts} with an account, {declined} declined, {failures} failed.",
    )?;
    writeln!(text, "The letters are in {}. Read one, then send them with --send.", outbox.folder().display())?;
    if let Some(failed) = failed {
        writeln!(text, "Those that failed are listed in {}: run this again with it.", failed.display())?;
    }
    Ok(text)
}

async fn send(args: &Invite, config: &Config, ctx: &Context, people: &[Invitee]) -> anyhow::Result<ExitCode> {
    let folder = sending_folder(args, ctx.clock.now())?;
    if !folder.is_dir() {
        bail!("there is no folder {}; write the letters first, without --send", folder.display());
    }
    let outbox = Outbox::open(&folder).with_context(|| folder.display().to_string())?;
    let text = args.send_command.as_ref().unwrap_or(&config.launch.send_command);
    let command = SendCommand::parse(text, &search_path(), outbox.folder())?;
    let choice = match (args.only, args.retry) {
        (Some(Only::Failed), _) => Choice::Failed,
        (Some(Only::Temporary), _) => Choice::FailedTemporarily,
        (None, Some(Retry::Unknown)) => Choice::Unknown,
        (None, None) => Choice::Rendered,
    };
    let stop = stop_on_signal()?;
    let pause = Duration::from_mins(1) / config.launch.sends_per_minute;
    let dispatcher =
        Dispatcher { db: &ctx.db, clock: &ctx.clock, outbox: &outbox, command: &command, pause, stop: &stop };
    let mut progress = SendingProgress::new()?;
    let done = dispatcher.run(people, choice, |event| progress.show(&event)).await;
    progress.end();
    let done = done?;
    print(&summary(&done, args)?)?;
    Ok(exit_code(&done))
}

/// The folder that was named, that of today, or the newest one.
fn sending_folder(args: &Invite, now: DateTime<Utc>) -> anyhow::Result<PathBuf> {
    if let Some(folder) = &args.out {
        return Ok(folder.clone());
    }
    let today = PathBuf::from(folder_name(now));
    if today.is_dir() {
        return Ok(today);
    }
    let entries = std::fs::read_dir(".")?.collect::<Result<Vec<_>, _>>()?;
    let names = entries.into_iter().filter_map(|entry| entry.file_name().into_string().ok());
    let is_of_a_day = |name: &String| {
        let day = name.strip_prefix("out-").is_some_and(|day| day.parse::<NaiveDate>().is_ok());
        day && Path::new(name).is_dir()
    };
    let newest = names.filter(is_of_a_day).max();
    newest.map(PathBuf::from).context("there are no letters here; write them first, without --send")
}

#[expect(clippy::disallowed_methods, reason = "the search path belongs to the shell, not to Sillon's settings")]
fn search_path() -> String {
    std::env::var("PATH").unwrap_or_default()
}

fn summary(done: &Dispatched, args: &Invite) -> anyhow::Result<String> {
    let mut text = String::new();
    let Dispatched { sent, temporary, permanent, unknown, sent_before, left_alone, need_none, .. } = done;
    writeln!(
        text,
        "{sent} sent, {sent_before} sent before, {temporary} refused for now, {permanent} refused for good, {unknown} \
         unknown, {left_alone} left alone, {need_none} with an account or a no.",
    )?;
    let folder = args.out.as_ref().map_or_else(String::new, |folder| format!(" --out {}", folder.display()));
    let again = format!("sillon launch invite {}{folder} --send", args.file.display());
    let same = match (args.only, args.retry) {
        (Some(Only::Failed), _) => " --only failed",
        (Some(Only::Temporary), _) => " --only temporary",
        (None, Some(Retry::Unknown)) => " --retry unknown",
        (None, None) => "",
    };
    for address in &done.without_letter {
        writeln!(text, "{address}: has no letter in the folder; write it first, without --send")?;
    }
    if done.stopped_by_failures {
        writeln!(
            text,
            "Stopped after five failures in a row. Look at the command and the server, then: {again}{same}"
        )?;
    }
    if done.interrupted {
        writeln!(text, "Interrupted. Go on with: {again}{same}")?;
    }
    if *temporary > 0 {
        writeln!(text, "In a quarter of an hour, those that were refused for now: {again} --only temporary")?;
    }
    if *permanent > 0 {
        writeln!(
            text,
            "Those that were refused for good have a wrong address, or the server does not want us. When that is mended: \
             {again} --only failed"
        )?;
    }
    if *unknown > 0 {
        writeln!(
            text,
            "Look in the mail server's log for those that are unknown. Those that did not arrive: {again} --retry unknown"
        )?;
    }
    Ok(text)
}

/// 0: every letter of this run went well, and none is unknown.
fn exit_code(done: &Dispatched) -> ExitCode {
    let well = done.temporary + done.permanent + done.unknown == 0 && done.without_letter.is_empty();
    if done.interrupted {
        ExitCode::from(INTERRUPTED)
    } else if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
