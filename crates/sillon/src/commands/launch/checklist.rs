//! `sillon launch checklist`

use std::process::ExitCode;

use anyhow::Context as _;
use clap::error::ErrorKind;
use sillon_launch::checklist::{CHECKLIST, Item, read_checklist, run_item};

use crate::{
    cli::launch::Checklist,
    commands::{block_on, load_config, print},
};

pub(super) fn run(args: &Checklist) -> anyhow::Result<ExitCode> {
    let program = std::env::current_exe().context("the path of this program is not known")?;
    let sections = read_checklist(CHECKLIST);
    let is_there =
        args.section.as_ref().is_none_or(|start| sections.iter().any(|section| section.title.starts_with(start)));
    if !is_there {
        let titles: Vec<&str> = sections.iter().map(|section| section.title.as_str()).collect();
        let message = format!("the checklist has no such section; its sections are: {}\n", titles.join("; "));
        return Err(clap::Error::raw(ErrorKind::InvalidValue, message).into());
    }
    if !args.list {
        // What cannot be configured says so once, and not in every line.
        load_config(&args.instance, Vec::new())?;
    }
    let wanted = |title: &str| args.section.as_ref().is_none_or(|start| title.starts_with(start.as_str()));
    block_on(async {
        let mut failed = 0;
        for section in sections.iter().filter(|section| wanted(&section.title)) {
            print(&format!("\n{}\n", section.title))?;
            for item in &section.items {
                match &item.command {
                    Some(command) if item.is_for_machines && !args.list => {
                        let result = run_item(command, &program, &variables(args)).await?;
                        failed += usize::from(!result.is_good);
                        let mark = if result.is_good { "✅" } else { "🔴" };
                        print(&format!("{mark} {}\n     {command}\n", item.text))?;
                        // What could not be checked is for people to judge, though nothing is red.
                        let is_for_people = !result.is_good || result.output.contains('⚪');
                        for line in result.output.lines().filter(|_| is_for_people) {
                            print(&format!("     | {line}\n"))?;
                        }
                    }
                    _ => print(&as_box(item))?,
                }
            }
        }
        print(&if failed == 0 {
            "\nNo machine check failed. The boxes are yours.\n".to_owned()
        } else {
            format!("\n{failed} failed.\n")
        })?;
        Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

fn as_box(item: &Item) -> String {
    match &item.command {
        Some(command) => format!("☐  {}\n     {command}\n", item.text),
        None => format!("☐  {}\n", item.text),
    }
}

/// The instance that this command was told, for the commands that it starts.
fn variables(args: &Checklist) -> Vec<(&'static str, String)> {
    let file = args.instance.config.as_ref().map(|path| ("SILLON_CONFIG", path.display().to_string()));
    let folder = args.instance.data_dir.as_ref().map(|path| ("SILLON_DATA_DIR", path.display().to_string()));
    file.into_iter().chain(folder).collect()
}
