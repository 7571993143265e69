//! What no committed file holds: a path of somebody's machine, or more than 200 KB.
//! The form of code does not belong here.

use super::{Problem, Tree};

const MAX_SIZE_BYTES: u64 = 200 * 1024;
/// Written by tools, read by tools.
const GENERATED: [&str; 4] = ["Cargo.lock", "docs/openapi.json", "web/package-lock.json", "web/src/api/schema.d.ts"];

/// Folders that exist on one machine only; written in two parts so that this file passes its own rule.
const MACHINE_FOLDERS: [&str; 3] = [concat!("/", "work/"), concat!("/", "root/"), concat!("/", "home/")];

/// Every line with an absolute path of one machine in it.
pub(super) fn machine_paths(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts() {
        for (index, line) in text.lines().enumerate() {
            if let Some(folder) = MACHINE_FOLDERS.iter().find(|folder| names_folder(line, folder)) {
                problems.push(Problem {
                    path: path.to_owned(),
                    line: index + 1,
                    rule: "machine-path",
                    advice: format!("`{folder}…` exists on one machine only: use a path relative to the repository"),
                });
            }
        }
    }
    problems
}

/// Every file that is too large to live in the repository.
pub(super) fn large_files(tree: &Tree) -> Vec<Problem> {
    let large = tree.files().iter().filter(|file| file.size_bytes > MAX_SIZE_BYTES);
    large
        .filter(|file| !GENERATED.contains(&file.path.as_str()))
        .map(|file| Problem {
            path: file.path.clone(),
            line: 1,
            rule: "file-size",
            advice: format!("{} KB, at most 200: make it in a test or a script instead", file.size_bytes / 1024),
        })
        .collect()
}

/// Whether the folder stands at the start of a path, not in the middle of a longer one.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || "._-~$}*])".contains(c)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_a_machine_is_found_with_its_line() {
        for folder in MACHINE_FOLDERS {
            let text = format!("first\ncd {folder}sillon\n");
            let problems = machine_paths(&Tree::of([("README.md", &text)]));
            assert_eq!(problems.len(), 1, "{folder}");
            assert_eq!(problems[0].line, 2);
        }
    }

    #[test]
    fn a_path_in_an_url_of_a_file_is_found() {
        let text = format!("open file://{}sillon/index.html", MACHINE_FOLDERS[0]);
        assert_eq!(machine_paths(&Tree::of([("a.md", &text)])).len(), 1);
    }

    #[test]
    fn the_same_words_inside_a_longer_path_pass() {
        let text = format!("https://example.org{0}x ~{0}x src{0}x ${{folder}}{0}x", MACHINE_FOLDERS[2]);
        assert_eq!(machine_paths(&Tree::of([("a.md", &text)])), []);
    }

    #[test]
    fn a_file_of_more_than_200_kb_is_found_unless_a_tool_writes_it() {
        let text = "x".repeat(200 * 1024 + 1);
        let tree = Tree::of([("song.wav", &text), ("Cargo.lock", &text), ("small", &text[1..])]);
        let problems = large_files(&tree);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].path, "song.wav");
    }
}
