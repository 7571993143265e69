//! The real binary as a process: started, asked, killed.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};

/// The server that was built together with the test.
pub fn sillon_binary() -> PathBuf {
    built_binary("sillon")
}

/// A binary of the workspace that was built together with the test.
pub fn built_binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.ancestors().nth(2).unwrap();
    let binary = folder.join(name);
    assert!(binary.is_file(), "{} is missing: cargo builds it with the tests of the workspace", binary.display());
    binary
}

/// A running server; killed when it is dropped.
#[derive(Debug)]
pub struct ServerProcess {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub address: String,
    /// The token of the first admin, when there is none yet.
    pub setup_token: Option<String>,
}

impl ServerProcess {
    /// Starts it on a free port and waits until it says that it listens.
    pub fn start(data_dir: &Path, settings: &[(&str, &str)]) -> Self {
        let mut child = Command::new(sillon_binary())
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data_dir)
            .current_dir(data_dir)
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().expect("the server ended before it listened").unwrap();
        let address = first.strip_prefix("Sillon is listening on ").unwrap().to_owned();
        let mut server = Self { child, address, setup_token: None };
        // An instance that is set up says nothing more.
        if let Some(line) = Self::second_line(&server.address, &mut lines) {
            server.setup_token = line.strip_prefix("Set-up token: ").map(str::to_owned);
        }
        server
    }

    fn second_line(address: &str, lines: &mut impl Iterator<Item = std::io::Result<String>>) -> Option<String> {
        let instance = ask(&["--silent", &format!("{address}/api/v1/instance")]);
        let required = instance.contains("\"setup_required\":true");
        required.then(|| lines.next().unwrap().unwrap())
    }

    /// SIGKILL: no chance to clean anything up.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and the exit status.
    pub fn stop(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap()
    }

    /// Runs curl against a path of the server and gives its standard output.
    pub fn curl(&self, arguments: &[&str], path: &str) -> String {
        let url = format!("{}{path}", self.address);
        let mut all = vec!["--silent", "--show-error"];
        all.extend_from_slice(arguments);
        all.push(&url);
        ask(&all)
    }
}

fn ask(arguments: &[&str]) -> String {
    let output = Command::new("curl").args(arguments).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // It may have ended already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
