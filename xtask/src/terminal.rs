//! Speaking to the person who started a command, and starting other commands before their eyes.
//! What the commands mean does not belong here.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, bail};

/// Prints a line for a person.
#[expect(clippy::print_stdout, reason = "these commands speak to a person on a terminal")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

/// A command with its arguments, in the workspace's root, whose output goes to the terminal.
pub(crate) fn command(root: &Path, words: &[&str]) -> Command {
    let (program, arguments) = words.split_first().expect("a command has a program");
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root);
    command
}

/// Runs a command to its end; an exit code other than 0 is an error.
pub(crate) fn run(mut command: Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("{program} cannot be started"))?;
    if !status.success() {
        bail!("{program}: {status}");
    }
    Ok(())
}

/// Runs a command and returns what it printed; its errors go to the terminal.
pub(crate) fn output_of(mut command: Command) -> Result<String> {
    let line = format!("{command:?}");
    let output = command.stderr(std::process::Stdio::inherit()).output().with_context(|| line.clone())?;
    if !output.status.success() {
        bail!("{line}: {}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("{line}: the output is not UTF-8"))
}
