//! `cargo xtask tidy`: the house rules that no other tool checks, one file each.
//! What clippy, rustfmt or cargo-deny check already does not belong here.

mod code;
mod dependency_comments;
mod direction;
mod exceptions;
mod migrations;
mod names;
mod sizes;
mod text;
mod tree;

use std::{fmt, path::Path};

use anyhow::{Result, bail};

use crate::terminal::say;
use tree::Tree;

/// A place that breaks a rule, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Problem {
    path: String,
    /// From 1.
    line: usize,
    rule: &'static str,
    /// What is wrong and what to do.
    advice: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: [{}] {}", self.path, self.line, self.rule, self.advice)
    }
}

/// Prints every problem of the tree; fails when there is one.
pub(crate) fn run(root: &Path) -> Result<()> {
    let problems = problems(&Tree::of_repository(root)?);
    for problem in &problems {
        say(&problem.to_string());
    }
    if !problems.is_empty() {
        bail!("tidy: {} problems", problems.len());
    }
    Ok(())
}

fn problems(tree: &Tree) -> Vec<Problem> {
    let rules: [fn(&Tree) -> Vec<Problem>; 8] = [
        code::problems,
        dependency_comments::problems,
        direction::problems,
        migrations::problems,
        names::problems,
        sizes::problems,
        text::machine_paths,
        text::large_files,
    ];
    let mut problems: Vec<Problem> = rules.iter().flat_map(|rule| rule(tree)).collect();
    problems.sort();
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_repository_is_tidy() {
        let problems = problems(&Tree::of_repository(&crate::workspace_root()).unwrap());
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "\n{}", lines.join("\n"));
    }

    #[test]
    fn a_problem_names_file_line_rule_and_remedy() {
        let tree = Tree::of([("crates/media/src/utils.rs", "//! Opens well.\n")]);
        let problems = problems(&tree);
        assert_eq!(problems.len(), 1);
        assert_eq!(
            problems[0].to_string(),
            "crates/media/src/utils.rs:1: [name] `utils` says nothing: name the thing that the file or folder holds"
        );
    }
}
