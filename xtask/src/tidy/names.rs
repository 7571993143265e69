//! Names of files and folders that say nothing. Names inside the code do not belong here.

use super::{Problem, Tree};

const SAY_NOTHING: [&str; 8] = ["utils", "util", "common", "helpers", "helper", "manager", "managers", "misc"];

/// Every path with such a word in it, once for each path.
pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in tree.files() {
        let mut words = file.path.split(['/', '.', '_', '-']);
        if let Some(word) = words.find(|word| SAY_NOTHING.contains(&word.to_lowercase().as_str())) {
            problems.push(Problem {
                path: file.path.clone(),
                line: 1,
                rule: "name",
                advice: format!("`{word}` says nothing: name the thing that the file or folder holds"),
            });
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_say_nothing_are_found_in_files_and_folders() {
        let tree = Tree::of([
            ("crates/api/src/common/mod.rs", ""),
            ("crates/api/src/session_manager.rs", ""),
            ("web/src/ui/date-utils.ts", ""),
            ("web/src/Helpers.svelte", ""),
        ]);
        assert_eq!(problems(&tree).len(), 4);
    }

    #[test]
    fn words_that_merely_contain_one_pass() {
        let tree = Tree::of([("crates/domain/src/communities.rs", ""), ("docs/uncommon.md", ""), ("Makefile", "")]);
        assert_eq!(problems(&tree), []);
    }
}
