//! A real SMTP server (aiosmtpd) as a process, and msmtp's configuration for it.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use crate::sillon_binary;

/// A running server; ended when it is dropped.
#[derive(Debug)]
pub struct MailServer {
    child: Child,
    folder: TempDir,
    /// Where it listens, on 127.0.0.1.
    pub port: u16,
}

/// A program that scripts/bootstrap.sh installs from `PyPI`.
pub fn python_tool(name: &str) -> PathBuf {
    let binary = sillon_binary();
    let target = binary.ancestors().nth(2).unwrap();
    let tool = target.join("python/bin").join(name);
    assert!(tool.is_file(), "{} is missing: scripts/bootstrap.sh test installs it", tool.display());
    tool
}

impl MailServer {
    /// Starts it. It takes so many seconds for each letter.
    pub fn start(pause_s: f32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/smtp_server.py");
        let mut child = Command::new(python_tool("python"))
            .arg(script)
            .arg(folder.path())
            .env("PAUSE", pause_s.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let first = BufReader::new(child.stdout.take().unwrap()).lines().next();
        let port = first.expect("the mail server ended before it listened").unwrap().trim().parse().unwrap();
        Self { child, folder, port }
    }

    /// Letters that it took, by address.
    pub fn taken(&self) -> BTreeMap<String, Vec<Vec<u8>>> {
        let mut taken: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
        for entry in std::fs::read_dir(self.folder.path()).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let Some((_, address)) = name.strip_suffix(".eml").and_then(|name| name.split_once('_')) else { continue };
            taken.entry(address.to_owned()).or_default().push(std::fs::read(&path).unwrap());
        }
        taken
    }

    /// Waits until it has taken so many letters.
    pub async fn wait_for(&self, letters: usize) {
        let is_letter = |name: std::ffi::OsString| name.to_string_lossy().ends_with(".eml");
        let count = || {
            std::fs::read_dir(self.folder.path())
                .unwrap()
                .filter(|entry| is_letter(entry.as_ref().unwrap().file_name()))
                .count()
        };
        while count() < letters {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// Writes `.msmtprc` into a home folder, so that msmtp without further arguments sends here.
    pub fn write_msmtprc(&self, home: &Path) {
        let file = home.join(".msmtprc");
        let text = format!("defaults\ntimeout 10\naccount default\nhost 127.0.0.1\nport {}\n", self.port);
        std::fs::write(&file, text).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // It may have ended already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
