//! One letter through one process of `$SEND_CMD`, and what its end means.

use std::{
    fs::{File, OpenOptions},
    io::{Read, Seek, SeekFrom},
    os::unix::{fs::PermissionsExt, process::ExitStatusExt},
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use tokio::{io::AsyncReadExt, process::Command};

use super::{
    msmtp_log::{self, LogLine},
    outbox::private,
};

const LOG: &str = "msmtp.log";
const TIME_LIMIT: Duration = Duration::from_mins(3);
const STDERR_MAX_BYTES: u64 = 4096;
/// What msmtp says when it got nowhere near handing a letter over (its `src/net.c`, `src/mtls*.c`, `src/smtp.c`). What it
/// also says behind the letter, such as "network read error" and "cannot read from TLS connection", is not here.
const BEFORE_THE_LETTER: [&str; 8] = [
    "cannot connect",
    "cannot locate",
    "TLS handshake failed",
    "authentication",
    "cannot get initial",
    "command EHLO",
    "envelope from",
    "recipient address",
];

// sysexits.h
const EX_USAGE: i32 = 64;
const EX_NOINPUT: i32 = 66;
const EX_NOHOST: i32 = 68;
const EX_OSERR: i32 = 71;
const EX_IOERR: i32 = 74;
const EX_TEMPFAIL: i32 = 75;
const EX_PROTOCOL: i32 = 76;
const EX_NOPERM: i32 = 77;
const EX_CONFIG: i32 = 78;

/// How one letter fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// A server took it, or the command says so.
    Sent(Said),
    /// Not now.
    Temporary(Said),
    /// Never.
    Permanent(Said),
    /// It broke off where it may have been taken.
    Unknown(Said),
}

/// A status, and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// An SMTP status such as `550`, or how the command ended.
    pub status: String,
    /// What was said.
    pub detail: String,
}

/// The command cannot be used at all; nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// No words, or a quote that is not closed.
    #[error("the command for sending is empty or has a quote that is not closed: {0}")]
    Unreadable(String),
    /// There is no such program.
    #[error(
        "there is no program {0} that can be started; install it, or name another in SEND_CMD (launch.send_command)"
    )]
    Missing(String),
    /// The log of msmtp cannot be made.
    #[error("the log of msmtp cannot be made in the folder of the letters: {0}")]
    Log(std::io::Error),
}

/// The command, as words.
#[derive(Clone, Debug)]
pub struct SendCommand {
    program: PathBuf,
    arguments: Vec<String>,
    /// Where msmtp is told to write its log; other commands have none.
    log: Option<PathBuf>,
}

impl SendCommand {
    /// Reads the command. msmtp is given a log in the folder, because only there it tells the status of the server.
    pub fn parse(text: &str, search_path: &str, folder: &Path) -> Result<Self, CommandError> {
        let unreadable = || CommandError::Unreadable(text.to_owned());
        let mut words = shlex::split(text).ok_or_else(unreadable)?.into_iter();
        let name = words.next().ok_or_else(unreadable)?;
        let program = find_program(&name, search_path).ok_or(CommandError::Missing(name))?;
        let is_msmtp = program.file_name().is_some_and(|name| name == "msmtp");
        let mut arguments: Vec<String> = words.collect();
        let log = is_msmtp.then(|| folder.join(LOG));
        if let Some(log) = &log {
            // Before msmtp makes it for everybody to read.
            private(OpenOptions::new().append(true).create(true)).open(log).map_err(CommandError::Log)?;
            arguments.insert(0, format!("--logfile={}", log.display()));
        }
        Ok(Self { program, arguments, log })
    }

    /// Sends one letter. The process is in a group of its own, so that Ctrl-C does not break it off.
    pub(super) async fn send(&self, letter: &Path) -> std::io::Result<Delivery> {
        let log_start = self.log.as_deref().and_then(|log| std::fs::metadata(log).ok()).map_or(0, |data| data.len());
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::from(File::open(letter)?))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn()?;
        let stderr = child.stderr.take();
        let finished = async {
            let mut words = Vec::new();
            if let Some(mut stderr) = stderr {
                (&mut stderr).take(STDERR_MAX_BYTES).read_to_end(&mut words).await?;
                // The rest is read too, or the command would end by it.
                tokio::io::copy(&mut stderr, &mut tokio::io::sink()).await?;
            }
            Ok::<_, std::io::Error>((child.wait().await?, last_line(&words)))
        };
        let Ok(finished) = tokio::time::timeout(TIME_LIMIT, finished).await else {
            child.kill().await?;
            let detail = format!("it did not end within {} s", TIME_LIMIT.as_secs());
            return Ok(Delivery::Unknown(Said { status: "time limit".to_owned(), detail }));
        };
        let (status, words) = match finished {
            Ok(finished) => finished,
            // It was started: what it did is not known.
            Err(error) => return Ok(Delivery::Unknown(Said { status: "lost".to_owned(), detail: error.to_string() })),
        };
        let logged =
            self.log.as_deref().and_then(|log| read_from(log, log_start)).and_then(|text| msmtp_log::read(&text));
        Ok(judge(status, self.log.is_some(), logged.as_ref(), &words))
    }
}

/// What the end of a process says about the letter. `keeps_log`: it is msmtp, whose log says more than its exit status.
fn judge(status: ExitStatus, keeps_log: bool, logged: Option<&LogLine>, words: &str) -> Delivery {
    if status.success() {
        let smtp_status = logged.and_then(|logged| logged.smtp_status);
        let status = smtp_status.map_or_else(|| "exit 0".to_owned(), |smtp| smtp.to_string());
        return Delivery::Sent(Said { status, detail: String::new() });
    }
    if let Some(signal) = status.signal() {
        return Delivery::Unknown(Said { status: format!("signal {signal}"), detail: words.to_owned() });
    }
    let code = status.code().unwrap_or(-1);
    let by_exit = Said { status: format!("exit {code}"), detail: words.to_owned() };
    let Some(logged) = logged else {
        return match code {
            // It never began: its call, its file or its configuration is wrong.
            EX_USAGE | EX_NOINPUT | EX_NOHOST | EX_NOPERM | EX_CONFIG if keeps_log => Delivery::Permanent(by_exit),
            _ if keeps_log => Delivery::Unknown(by_exit),
            // The line broke, perhaps behind the letter.
            EX_IOERR => Delivery::Unknown(by_exit),
            EX_TEMPFAIL | EX_OSERR => Delivery::Temporary(by_exit),
            _ => Delivery::Permanent(by_exit),
        };
    };
    let detail = if logged.smtp_message.is_empty() { &logged.error } else { &logged.smtp_message };
    match logged.smtp_status {
        Some(smtp @ 400..=499) => Delivery::Temporary(Said { status: smtp.to_string(), detail: detail.clone() }),
        Some(smtp) => Delivery::Permanent(Said { status: smtp.to_string(), detail: detail.clone() }),
        None => {
            let said = Said { status: format!("exit {code}"), detail: detail.clone() };
            let got_nowhere = BEFORE_THE_LETTER.iter().any(|start| logged.error.contains(start));
            match code {
                EX_TEMPFAIL | EX_IOERR | EX_PROTOCOL | EX_OSERR if !got_nowhere => Delivery::Unknown(said),
                EX_TEMPFAIL | EX_IOERR | EX_PROTOCOL | EX_OSERR => Delivery::Temporary(said),
                _ => Delivery::Permanent(said),
            }
        }
    }
}

/// What a program says last is why it ended.
fn last_line(words: &[u8]) -> String {
    String::from_utf8_lossy(words).trim().lines().next_back().unwrap_or_default().to_owned()
}

fn read_from(path: &Path, start: u64) -> Option<String> {
    let mut file = File::open(path).ok()?;
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    // Messages are in the language and the letters of the machine.
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// A file that may be started, in the search path or where the name says.
fn find_program(name: &str, search_path: &str) -> Option<PathBuf> {
    let is_program =
        |path: &PathBuf| path.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0);
    if name.contains('/') {
        return Some(PathBuf::from(name)).filter(is_program);
    }
    search_path.split(':').map(|folder| Path::new(folder).join(name)).find(is_program)
}

#[cfg(test)]
mod tests {
    use std::{os::unix::process::ExitStatusExt, process::ExitStatus};

    use super::{Delivery, LogLine, judge};

    fn exit(code: i32) -> ExitStatus {
        ExitStatus::from_raw(code << 8)
    }

    fn logged(smtp_status: Option<u16>, error: &str) -> LogLine {
        LogLine { smtp_status, smtp_message: String::new(), error: error.to_owned() }
    }

    #[test]
    fn the_status_of_the_server_decides() {
        let judged = |status| judge(exit(69), true, Some(&logged(Some(status), "not accepted")), "");
        assert!(matches!(judged(450), Delivery::Temporary(said) if said.status == "450"));
        assert!(matches!(judged(550), Delivery::Permanent(said) if said.status == "550"));
    }

    #[test]
    fn a_connection_that_breaks_behind_the_letter_leaves_it_unknown() {
        let before = logged(None, "cannot connect to 127.0.0.1, port 25: Connection refused");
        assert!(matches!(judge(exit(75), true, Some(&before), ""), Delivery::Temporary(_)));
        for behind in [
            "the server unexpectedly closed the connection",
            "network read error: Connection reset by peer",
            "network read error: the operation timed out",
            "cannot read from TLS connection: the operation timed out",
        ] {
            for code in [74, 75, 76] {
                let judged = judge(exit(code), true, Some(&logged(None, behind)), "");
                assert!(matches!(judged, Delivery::Unknown(_)), "{behind}: {judged:?}");
            }
        }
        assert!(matches!(judge(ExitStatus::from_raw(9), true, None, ""), Delivery::Unknown(_)));
    }

    #[test]
    fn other_commands_speak_by_sysexits() {
        assert!(matches!(judge(exit(0), false, None, ""), Delivery::Sent(said) if said.status == "exit 0"));
        assert!(matches!(judge(exit(75), false, None, "busy"), Delivery::Temporary(said) if said.detail == "busy"));
        for code in [1, 64, 67, 69, 127] {
            assert!(matches!(judge(exit(code), false, None, ""), Delivery::Permanent(_)), "{code}");
        }
    }

    #[test]
    fn a_line_that_broke_and_an_msmtp_without_its_log_leave_it_unknown() {
        assert!(matches!(judge(exit(74), false, None, ""), Delivery::Unknown(_)));
        for code in [69, 70, 74, 75, 76] {
            assert!(matches!(judge(exit(code), true, None, ""), Delivery::Unknown(_)), "{code}");
        }
        assert!(matches!(judge(exit(78), true, None, "no configuration"), Delivery::Permanent(_)));
    }
}
