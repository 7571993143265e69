//! Reads archives with another reader than the one that wrote them: Python's.

use std::{collections::BTreeMap, path::Path, process::Command};

use serde_json::Value;

/// Files by their names, once every checksum is found right and every file is stored as it is.
#[derive(Debug)]
pub(crate) struct Archive(pub(crate) BTreeMap<String, Vec<u8>>);

const READER: &str = "
import base64, json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
assert all(entry.compress_type == zipfile.ZIP_STORED for entry in archive.infolist())
assert len(set(archive.namelist())) == len(archive.namelist())
print(json.dumps({name: base64.b16encode(archive.read(name)).decode() for name in archive.namelist()}))
";

impl Archive {
    /// Of the bytes of an answer.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("export.zip");
        std::fs::write(&path, bytes).unwrap();
        Self::open(&path)
    }

    /// Of a file.
    pub(crate) fn open(path: &Path) -> Self {
        let output = Command::new("python3").args(["-c", READER]).arg(path).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let files: BTreeMap<String, String> = serde_json::from_slice(&output.stdout).unwrap();
        Self(files.into_iter().map(|(name, content)| (name, bytes_of(&content))).collect())
    }

    /// The names in order.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    /// A document.
    pub(crate) fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&self.0[name]).unwrap()
    }

    /// Every document and every name as one text.
    pub(crate) fn text(&self) -> String {
        let documents = self.0.iter().filter(|(name, _)| !name.contains('/'));
        let texts = documents.map(|(_, content)| String::from_utf8(content.clone()).unwrap());
        texts.chain(self.0.keys().cloned()).collect::<Vec<_>>().join("\n")
    }
}

fn bytes_of(hexadecimal: &str) -> Vec<u8> {
    let digits = hexadecimal.as_bytes().chunks(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}
