//! `cargo xtask check`: everything that can be said about the tree without running its tests.
//! The tests themselves do not belong here: `make test` runs them.

use std::{path::Path, process::Command, time::Instant};

use anyhow::{Result, bail};

use crate::{
    codegen,
    terminal::{command, run as run_command, say},
    tidy,
};

/// Runs every step, the later ones too when one fails, and says at the end which failed.
pub(crate) fn run(root: &Path) -> Result<()> {
    let steps: [(&str, Step); 7] = [
        ("formatting", |root| run_command(command(root, &["cargo", "fmt", "--all", "--check"]))),
        ("tidy", tidy::run),
        ("lints", lints),
        ("documentation", documentation),
        ("licences, sources, bans", dependencies),
        ("generated files", codegen::check),
        ("web app", |root| run_command(command(root, &["npm", "--prefix", "web", "run", "check"]))),
    ];
    let mut failed = Vec::new();
    for (name, step) in steps {
        say(&format!("== {name}"));
        let started = Instant::now();
        if let Err(error) = step(root) {
            say(&format!("error: {error:#}"));
            failed.push(name);
        }
        say(&format!("   {name}: {:.1} s", started.elapsed().as_secs_f64()));
    }
    if !failed.is_empty() {
        bail!("these checks failed: {}", failed.join("; "));
    }
    say("every check passed");
    Ok(())
}

type Step = fn(&Path) -> Result<()>;

/// The warning level is passed behind `--`, so that dependencies keep the build they share with the tests.
fn lints(root: &Path) -> Result<()> {
    run_command(command(root, &["cargo", "clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn documentation(root: &Path) -> Result<()> {
    let mut doc = command(root, &["cargo", "doc", "--workspace", "--no-deps", "--quiet"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    run_command(doc)
}

/// cargo-deny takes minutes to build, so a checkout without it is told rather than stopped.
fn dependencies(root: &Path) -> Result<()> {
    let installed = Command::new("cargo-deny").arg("--version").output().is_ok_and(|output| output.status.success());
    if !installed {
        say("SKIPPED: cargo-deny is not installed; `make install-deny` builds it");
        return Ok(());
    }
    run_command(command(root, &["cargo", "deny", "--workspace", "check", "bans", "licenses", "sources"]))
}
