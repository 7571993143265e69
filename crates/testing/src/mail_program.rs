//! A program that takes mails as sendmail does, and answers as a test wants.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    time::Duration,
};

use sillon_mail::{Command, Transport};
use tempfile::TempDir;

use crate::TestApp;

/// A program in sendmail's place: notes each run, then ends with the status that the test wants.
#[derive(Debug)]
pub struct MailProgram {
    folder: TempDir,
}

impl MailProgram {
    /// One that ends with this status.
    pub fn that_exits_with(status: u8) -> Self {
        let program = Self { folder: tempfile::tempdir().unwrap() };
        program.now_exits_with(status);
        program
    }

    /// From now on it ends with another.
    pub fn now_exits_with(&self, status: u8) {
        let script =
            format!("#!/bin/sh\ncat > /dev/null\necho \"$@\" >> {}\nexit {status}\n", self.runs_file().display());
        fs::write(self.path(), script).unwrap();
        fs::set_permissions(self.path(), Permissions::from_mode(0o755)).unwrap();
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("sendmail")
    }

    fn runs_file(&self) -> PathBuf {
        self.folder.path().join("runs")
    }

    /// How often it was started.
    pub fn runs(&self) -> usize {
        fs::read_to_string(self.runs_file()).unwrap_or_default().lines().count()
    }

    /// It as the way out for mails.
    pub fn transport(&self) -> Transport {
        let words = [self.path().display().to_string()];
        Transport::Command(Command::new(&words, Duration::from_secs(20)).unwrap())
    }

    /// Runs every job that is due, with it as the way out.
    pub async fn run_jobs(&self, app: &TestApp) {
        app.worker_with(app.ctx.clone(), self.transport()).drain().await.unwrap();
    }
}
