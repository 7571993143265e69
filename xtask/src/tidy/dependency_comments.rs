//! Every dependency of the workspace says in a comment above it why it is there.
//! Whether the reason is a good one does not belong here.

use super::{Problem, Tree};

const MANIFEST: &str = "Cargo.toml";

/// Every entry of `[workspace.dependencies]` without a comment in the line above; crates of ours need none.
pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut inside = false;
    let mut before = "";
    for (index, line) in tree.text(MANIFEST).unwrap_or_default().lines().enumerate() {
        if line.starts_with('[') {
            inside = line.trim() == "[workspace.dependencies]";
        } else if inside && !before.starts_with('#') {
            problems.extend(uncommented(line, index + 1));
        }
        before = line;
    }
    problems
}

fn uncommented(line: &str, line_number: usize) -> Option<Problem> {
    let (name, value) = line.split_once('=')?;
    // Indented lines continue the entry above.
    let is_entry = name.starts_with(|first: char| first.is_alphanumeric() || first == '"');
    let is_ours = value.contains("path =");
    (is_entry && !is_ours).then(|| Problem {
        path: MANIFEST.to_owned(),
        line: line_number,
        rule: "dependency-comment",
        advice: format!("say in a comment line above why the workspace needs `{}`", name.trim()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_without_a_comment_is_found_with_its_line() {
        let manifest = "[workspace.dependencies]\n# Ours.\nsillon-a = { path = \"a\" }\nsillon-b = { path = \"b\" }\n\n\
                        # Times.\nchrono = \"0.4\"\nserde = { version = \"1\", features = [\n    \"derive\",\n] }\n";
        let problems = problems(&Tree::of([("Cargo.toml", manifest)]));
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].line, 8);
        assert!(problems[0].advice.contains("`serde`"));
    }

    #[test]
    fn other_sections_and_other_manifests_need_no_comments() {
        let manifest = "[workspace]\nresolver = \"3\"\n[profile.dev]\ndebug = 1\n";
        let crate_manifest = "[dependencies]\nserde = \"1\"\n";
        let tree = Tree::of([("Cargo.toml", manifest), ("crates/a/Cargo.toml", crate_manifest)]);
        assert_eq!(problems(&tree), []);
    }
}
