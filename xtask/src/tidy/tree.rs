//! The files that the rules look at: what git tracks, and what it would if it were added.
//! The rules do not belong here.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use crate::terminal::{command, output_of};

/// The files of a repository, in the order of their paths.
pub(super) struct Tree {
    files: Vec<File>,
}

/// A file.
pub(super) struct File {
    /// From the repository's root, with `/`.
    pub(super) path: String,
    pub(super) size_bytes: u64,
    /// None for what is not UTF-8.
    pub(super) text: Option<String>,
}

impl Tree {
    /// Reads the files of a git repository, without those that git ignores.
    pub(super) fn of_repository(root: &Path) -> Result<Self> {
        let list = output_of(command(root, &["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
        let mut paths: Vec<&str> = list.split_terminator('\0').collect();
        paths.sort_unstable();
        paths.dedup();
        let mut files = Vec::new();
        for path in paths {
            let on_disk = root.join(path);
            // A file that was deleted and not yet committed is still listed.
            if !on_disk.is_file() {
                continue;
            }
            let bytes = fs::read(&on_disk).with_context(|| path.to_owned())?;
            let size_bytes = bytes.len() as u64;
            files.push(File { path: path.to_owned(), size_bytes, text: String::from_utf8(bytes).ok() });
        }
        Ok(Self { files })
    }

    /// A tree of texts, for the tests of the rules.
    #[cfg(test)]
    pub(super) fn of<const N: usize>(files: [(&str, &str); N]) -> Self {
        let file = |(path, text): (&str, &str)| File {
            path: path.to_owned(),
            size_bytes: text.len() as u64,
            text: Some(text.to_owned()),
        };
        Self { files: files.into_iter().map(file).collect() }
    }

    pub(super) fn files(&self) -> &[File] {
        &self.files
    }

    /// Path and text of every text file.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)))
    }

    /// Path and text of the files with an extension (without the dot).
    pub(super) fn texts_with(&self, extension: &str) -> impl Iterator<Item = (&str, &str)> {
        self.texts().filter(move |(path, _)| has_extension(path, extension))
    }

    /// The text of one file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.texts().find(|(candidate, _)| *candidate == path).map(|(_, text)| text)
    }
}

pub(super) fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::run;

    #[test]
    fn ignored_and_deleted_files_are_left_out_and_new_ones_are_in() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let write = |path: &str, bytes: &[u8]| fs::write(root.join(path), bytes).unwrap();
        run(command(root, &["git", "init", "--quiet"])).unwrap();
        write(".gitignore", b"ignored\n");
        write("ignored", b"x");
        write("tracked.rs", b"//! Tracked.\n");
        write("deleted.rs", b"//! Deleted.\n");
        write("picture.png", &[0xff, 0xfe, 0]);
        run(command(root, &["git", "add", "tracked.rs", "deleted.rs"])).unwrap();
        fs::remove_file(root.join("deleted.rs")).unwrap();

        let tree = Tree::of_repository(root).unwrap();

        let paths: Vec<&str> = tree.files().iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, [".gitignore", "picture.png", "tracked.rs"]);
        assert_eq!(tree.text("tracked.rs"), Some("//! Tracked.\n"));
        assert_eq!(tree.text("picture.png"), None);
        assert_eq!(tree.files()[1].size_bytes, 3);
    }

    #[test]
    fn a_folder_without_git_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Tree::of_repository(folder.path()).is_err());
    }
}
