//! The project's own commands: `cargo xtask tidy`, `cargo xtask codegen`, `cargo xtask check`.
//! What the product does at run time does not belong here.

mod check;
mod codegen;
mod terminal;
mod tidy;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use terminal::say;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  tidy             the rules that no other tool checks: sizes, directions, names, comments
  codegen          writes the files that are generated from the code
  codegen --check  says which of them are stale, and changes nothing
  check            formatting, lints, documentation, licences, tidy, generated files, the web app's checks";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = workspace_root();
    let result = match arguments.as_slice() {
        ["tidy"] => tidy::run(&root),
        ["codegen"] => codegen::write(&root),
        ["codegen", "--check"] => codegen::check(&root),
        ["check"] => check::run(&root),
        _ => {
            say(USAGE);
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn workspace_root() -> PathBuf {
    let own_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    own_folder.parent().expect("xtask is a folder of the workspace").to_path_buf()
}
