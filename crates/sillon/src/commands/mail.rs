//! `sillon mail`

use std::{fmt::Write, fs, path::Path, process::ExitCode};

use anyhow::{Context as _, bail};
use serde_json::json;
use sillon_domain::{
    Clock, Settings,
    accounts::{EmailAddress, parse_email},
    database::entities::{
        account::Language,
        mail_suppression::{self, Reason},
    },
    ids::JobId,
    mails::{self, Category, Mail as _, MailKind, Scope, TestMail},
};
use sillon_mail::Outcome;
use sillon_worker::Draft;

use super::{block_on, load_config, print};
use crate::{
    cli::{Format, Mail, MailLanguage, MailPart, MailPreview, MailTest, Suppressions, SuppressionsAdd},
    serve::{build_mailer, open_instance, settings},
};

pub(super) fn run(command: &Mail) -> anyhow::Result<ExitCode> {
    match command {
        Mail::Test(args) => test(args),
        Mail::Preview(args) => preview(args),
        Mail::Suppressions(command) => suppressions(command),
    }
}

/// Sends one, and says what was answered.
fn test(args: &MailTest) -> anyhow::Result<ExitCode> {
    let config = load_config(&args.report.instance, Vec::new())?.config;
    let address = address(&args.address)?;
    let mailer = build_mailer(&config)?;
    let clock = Clock::system();
    let draft = Draft {
        id: &JobId::new(clock.now()).to_string(),
        template: TestMail::TEMPLATE,
        language: args.language.into(),
        to_name: "",
        to_address: &address.typed,
        values: &serde_json::to_value(TestMail {})?,
        unsubscribe_url: None,
        written_at: clock.now().into(),
    };
    let (_, mail) = mailer.write(&settings(&config), draft)?;
    let delivery = block_on(async { Ok(mailer.send(&mail).await) })?;
    let outcome = word(delivery.outcome);
    print(&match args.report.format {
        Format::Text => format!("{outcome}: {delivery}\nMessage-ID {}\n", mail.message_id),
        Format::Json => {
            let status = delivery.status.map(|status| status.to_string());
            let (text, id) = (delivery.text, mail.message_id);
            json!({"outcome": outcome, "status": status, "text": text, "message_id": id}).to_string() + "\n"
        }
    })?;
    Ok(if delivery.outcome == Outcome::Accepted { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "accepted",
        Outcome::NoSuchRecipient => "no_such_recipient",
        Outcome::Refused => "refused",
        Outcome::TryLater => "try_later",
        Outcome::Unknown => "unknown",
    }
}

/// Shows a mail as it would be sent, to nobody.
fn preview(args: &MailPreview) -> anyhow::Result<ExitCode> {
    let config = load_config(&args.instance, Vec::new())?.config;
    let Some(template) = &args.template else {
        let names: Vec<_> = mails::ALL.iter().map(|kind| kind.template).collect();
        print(&(names.join("\n") + "\n"))?;
        return Ok(ExitCode::SUCCESS);
    };
    let Some(kind) = mails::ALL.iter().find(|kind| kind.template == template) else {
        let names: Vec<_> = mails::ALL.iter().map(|kind| kind.template).collect();
        bail!("there is no mail {template}; there are {}", names.join(", "));
    };
    let [text, html, eml] = render(kind, args.language, &settings(&config), &config)?;
    if let Some(folder) = &args.out {
        let name = |extension: &str| format!("{template}.{}.{extension}", args.language.tag());
        write_files(folder, &[(name("txt"), &text), (name("html"), &html), (name("eml"), &eml)])?;
        return Ok(ExitCode::SUCCESS);
    }
    print(match args.part {
        MailPart::Text => &text,
        MailPart::Html => &html,
        MailPart::Eml => &eml,
    })?;
    Ok(ExitCode::SUCCESS)
}

fn render(
    kind: &MailKind,
    language: MailLanguage,
    instance: &Settings,
    config: &crate::config::Config,
) -> anyhow::Result<[String; 3]> {
    let unsubscribe_url = instance
        .public_url
        .as_ref()
        .filter(|_| kind.category.is_optional())
        .map(|url| format!("{url}/api/v1/mail/unsubscribe?token=example"));
    let draft = Draft {
        id: "preview",
        template: kind.template,
        language: language.into(),
        to_name: "Ada",
        to_address: "ada@example.org",
        values: &(kind.example)(),
        unsubscribe_url: unsubscribe_url.as_deref(),
        written_at: Clock::system().now().into(),
    };
    let (rendered, mail) = build_mailer(config)?.write(instance, draft)?;
    let text = format!("Subject: {}\n\n{}", rendered.subject, rendered.text);
    Ok([text, rendered.html, String::from_utf8(mail.bytes)?])
}

fn write_files(folder: &Path, files: &[(String, &String)]) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (name, content) in files {
        let path = folder.join(name);
        fs::write(&path, content).with_context(|| path.display().to_string())?;
        print(&format!("{}\n", path.display()))?;
    }
    Ok(())
}

fn suppressions(command: &Suppressions) -> anyhow::Result<ExitCode> {
    let report = match command {
        Suppressions::List(report) => report,
        Suppressions::Add(args) => &args.entry.report,
        Suppressions::Remove(entry) => &entry.report,
    };
    let config = load_config(&report.instance, Vec::new())?.config;
    block_on(async {
        let ctx = open_instance(&config).await?.ctx;
        ctx.db.migrate().await?;
        let text = match command {
            Suppressions::List(report) => {
                let rows = mails::list_suppressions(&ctx.db.read().await?).await?;
                show(report.format, &rows)?
            }
            Suppressions::Add(SuppressionsAdd { entry, note }) => {
                let mut tx = ctx.db.write().await?;
                let (address, scope) = (address(&entry.address)?, scope(&entry.category)?);
                let note = note.as_deref();
                let is_new =
                    mails::add_suppression(&mut tx, &ctx.clock, &address, scope, Reason::Operator, note).await?;
                tx.commit().await?;
                said(report.format, is_new, "is on the list now", "was on the list already")
            }
            Suppressions::Remove(entry) => {
                let mut tx = ctx.db.write().await?;
                let removed =
                    mails::remove_suppression(&mut tx, &address(&entry.address)?, scope(&entry.category)?).await?;
                tx.commit().await?;
                said(report.format, removed, "is off the list now", "was not on the list")
            }
        };
        print(&text)?;
        ctx.db.close().await?;
        Ok(ExitCode::SUCCESS)
    })
}

fn address(text: &str) -> anyhow::Result<EmailAddress> {
    parse_email(text).with_context(|| format!("{text} is not a mail address"))
}

fn scope(name: &str) -> anyhow::Result<Scope> {
    Scope::parse(name).with_context(|| {
        let optional = Category::ALL.into_iter().filter(|category| category.is_optional()).map(Category::as_str);
        let names = optional.collect::<Vec<_>>().join(", ");
        format!("{name} is no category that can be turned off; there are all, {names}")
    })
}

fn said(format: Format, changed: bool, if_changed: &str, if_not: &str) -> String {
    match format {
        Format::Text => format!("The address {}.\n", if changed { if_changed } else { if_not }),
        Format::Json => json!({ "changed": changed }).to_string() + "\n",
    }
}

fn show(format: Format, rows: &[mail_suppression::Model]) -> anyhow::Result<String> {
    let reason = |row: &mail_suppression::Model| match row.reason {
        Reason::HardBounce => "hard_bounce",
        Reason::Unsubscribed => "unsubscribed",
        Reason::Operator => "operator",
    };
    Ok(match format {
        Format::Text if rows.is_empty() => "The list is empty: every address gets mail.\n".to_owned(),
        Format::Text => {
            let mut text = String::new();
            for row in rows {
                let (since, detail) = (row.created_at.format("%Y-%m-%d"), row.detail.as_deref().unwrap_or_default());
                writeln!(text, "{since}  {:32} {:8} {:12} {detail}", row.address_key, row.category, reason(row))?;
            }
            text
        }
        Format::Json => {
            let rows = rows.iter().map(|row| {
                json!({"address": row.address_key, "category": row.category, "reason": reason(row),
                    "detail": row.detail, "created_at": row.created_at})
            });
            serde_json::to_string_pretty(&rows.collect::<Vec<_>>())? + "\n"
        }
    })
}

impl From<MailLanguage> for Language {
    fn from(language: MailLanguage) -> Self {
        match language {
            MailLanguage::En => Self::English,
            MailLanguage::Fr => Self::French,
        }
    }
}
