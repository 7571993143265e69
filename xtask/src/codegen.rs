//! `cargo xtask codegen`: writes the files that are made from the code, or says which of them are stale.
//! What stands in them does not belong here: the binary and the web app's generator know.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::terminal::{command, output_of, run, say};

/// A file that the binary prints.
struct Printed {
    path: &'static str,
    arguments: &'static [&'static str],
}

const PRINTED: [Printed; 3] = [
    Printed { path: "docs/openapi.json", arguments: &["dev", "openapi"] },
    Printed { path: "docs/CONFIGURATION.md", arguments: &["config", "reference"] },
    Printed { path: "sillon.sample.toml", arguments: &["config", "sample"] },
];

/// The types of the web app, generated from `docs/openapi.json`.
const TYPES: &str = "web/src/api/schema.d.ts";

/// Writes every generated file; one that is right already keeps its time of change.
pub(crate) fn write(root: &Path) -> Result<()> {
    build(root)?;
    for printed in &PRINTED {
        let wanted = print(root, printed)?;
        if read(root, printed.path) != wanted {
            write_file(root, printed.path, &wanted)?;
            say(&format!("wrote {}", printed.path));
        }
    }
    let before = read(root, TYPES);
    generate_types(root)?;
    if read(root, TYPES) != before {
        say(&format!("wrote {TYPES}"));
    }
    Ok(())
}

/// Fails, naming the stale files, when one differs from what the code says. Changes nothing.
pub(crate) fn check(root: &Path) -> Result<()> {
    build(root)?;
    let mut stale = Vec::new();
    for printed in &PRINTED {
        if read(root, printed.path) != print(root, printed)? {
            stale.push(printed.path);
        }
    }
    let before = read(root, TYPES);
    let generated = generate_types(root);
    let after = read(root, TYPES);
    if after != before {
        write_file(root, TYPES, &before)?;
    }
    generated?;
    if after != before {
        stale.push(TYPES);
    }
    if !stale.is_empty() {
        bail!("stale: {}; run `cargo xtask codegen` and commit what it changes", stale.join(", "));
    }
    Ok(())
}

/// Builds the binary as the tests do: with the same features, so that nothing is compiled twice.
fn build(root: &Path) -> Result<()> {
    run(command(root, &["cargo", "test", "--workspace", "--no-run", "--quiet"]))
}

fn print(root: &Path, printed: &Printed) -> Result<String> {
    // This program lies where the one that was built does.
    let mut sillon = Command::new(std::env::current_exe()?.with_file_name("sillon"));
    sillon.args(printed.arguments).current_dir(root);
    let text = output_of(sillon)?;
    if text.is_empty() {
        bail!("`sillon {}` printed nothing for {}", printed.arguments.join(" "), printed.path);
    }
    Ok(text)
}

/// The generator writes in place and silently reads `docs/openapi.json`.
fn generate_types(root: &Path) -> Result<()> {
    run(command(root, &["npm", "--silent", "--prefix", "web", "run", "codegen"]))
        .context("the types of the web app cannot be generated; scripts/bootstrap.sh run installs what it needs")
}

/// A file's text; a missing one counts as empty, because no generated file is.
fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_default()
}

fn write_file(root: &Path, path: &str, text: &str) -> Result<()> {
    let path = root.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&path, text).with_context(|| path.display().to_string())
}
