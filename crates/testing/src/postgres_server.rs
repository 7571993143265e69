//! A PostgreSQL server of a test's own, that the test may kill and start again.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use sillon_domain::{Database, database::DatabaseUrl};
use tempfile::TempDir;

/// A running server; killed when it is dropped.
#[derive(Debug)]
pub struct PostgresServer {
    folder: TempDir,
    port: u16,
    process: Child,
}

impl PostgresServer {
    /// Makes a cluster in a folder of its own and starts it. It waits for the disk, as servers that are relied on do.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        if is_root() {
            succeed(Command::new("chown").arg("postgres").arg(folder.path()));
        }
        let data = folder.path().join("data");
        let mut initdb = as_owner("initdb", folder.path());
        initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"]);
        succeed(initdb.arg(&data).stdout(Stdio::null()));
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = spawn(folder.path(), port);
        let server = Self { folder, port, process };
        server.answers().await;
        server
    }

    /// The URL of its database.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Ends it at once, as a crash does (SIGQUIT: no checkpoint, connections cut), and starts it again.
    pub async fn restart(&mut self) {
        let id = self.process.id().to_string();
        succeed(Command::new("kill").args(["-QUIT", &id]));
        self.process.wait().unwrap();
        self.process = spawn(self.folder.path(), self.port);
        self.answers().await;
    }

    async fn answers(&self) {
        let url = DatabaseUrl::Postgres(self.url());
        while Database::connect(&url, 1).await.is_err() {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        let id = self.process.id().to_string();
        let _ = Command::new("kill").args(["-QUIT", &id]).status();
        let _ = self.process.wait();
    }
}

fn spawn(folder: &Path, port: u16) -> Child {
    let log = File::options().create(true).append(true).open(folder.join("server.log")).unwrap();
    as_owner("postgres", folder)
        .arg("-D")
        .arg(folder.join("data"))
        .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="])
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap()
}

/// PostgreSQL refuses to run as root; Debian's package brings the user.
fn as_owner(program: &str, folder: &Path) -> Command {
    let program = newest(program);
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// Debian keeps the server's programs out of PATH, one folder a version.
fn newest(program: &str) -> PathBuf {
    let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") else { return program.into() };
    let paths = versions.map(|version| version.unwrap().path().join("bin").join(program));
    paths.filter(|path| path.is_file()).max().unwrap_or_else(|| program.into())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout.starts_with(b"0")
}

fn succeed(command: &mut Command) {
    let status = command.status().unwrap();
    assert!(status.success(), "{command:?}: {status}");
}
