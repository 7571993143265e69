//! Hands messages to a program that takes them as sendmail does: `… -f SENDER -- RECIPIENT`, the message on standard
//! input, the outcome as exit status after sysexits.h. No shell is between.

use std::{os::unix::process::ExitStatusExt, path::Path, process::Stdio, time::Duration};

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    process::{Child, Command as Process},
    time::timeout,
};

use super::{Delivery, Outcome, SmtpStatus, TransportError};
use crate::Mail;

/// What the program may say before it is no longer listened to.
const OUTPUT_MAX_BYTES: u64 = 16 * 1024;
/// The program gets no variable of ours, which hold secrets, but a place to find other programs.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// The program and how long it may take.
#[derive(Clone, Debug)]
pub struct Command {
    program: String,
    arguments: Vec<String>,
    patience: Duration,
}

impl Command {
    /// `words` are the program and its first arguments; `-f SENDER -- RECIPIENT` follow. Refuses an empty list.
    pub fn new(words: &[String], patience: Duration) -> Result<Self, TransportError> {
        let (program, arguments) =
            words.split_first().ok_or_else(|| TransportError("the mail command is empty".to_owned()))?;
        Ok(Self { program: program.clone(), arguments: arguments.to_vec(), patience })
    }

    pub(super) async fn send(&self, mail: &Mail) -> Delivery {
        let mut child = match self.start(mail) {
            Ok(child) => child,
            Err(error) => return Delivery::new(Outcome::TryLater, &format!("{}: {error}", self.program)),
        };
        match timeout(self.patience, hand_over(&mut child, &mail.bytes)).await {
            Ok(Ok((status, said))) => of_exit(status, &said),
            Ok(Err(error)) => Delivery::new(Outcome::Unknown, &format!("{}: {error}", self.program)),
            Err(_) => {
                stop_with_children(&mut child).await;
                let text = format!("{} took too long and was ended", self.program);
                Delivery::new(Outcome::Unknown, &text)
            }
        }
    }

    /// Only whether the program is there: starting it could send something.
    pub(super) fn check(&self) -> Result<String, TransportError> {
        let found = if self.program.contains('/') {
            is_program(Path::new(&self.program))
        } else {
            PATH.split(':').any(|folder| is_program(&Path::new(folder).join(&self.program)))
        };
        if found { Ok(format!("{} is there", self.program)) } else { Err(self.missing()) }
    }

    fn missing(&self) -> TransportError {
        TransportError(format!("{} is not a program that can be started", self.program))
    }

    fn start(&self, mail: &Mail) -> std::io::Result<Child> {
        Process::new(&self.program)
            .args(&self.arguments)
            .args(["-f", mail.from.address(), "--", mail.to.address()])
            .env_clear()
            .env("PATH", PATH)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // A group of its own, so that what it starts ends with it.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
    }
}

fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

/// Writes the message while reading what is said, so that neither side waits for the other.
async fn hand_over(child: &mut Child, message: &[u8]) -> std::io::Result<(std::process::ExitStatus, String)> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let write = async {
        if let Some(mut stdin) = stdin {
            // A program that decides early closes its input; its exit status says what it decided.
            let written = stdin.write_all(message).await;
            drop(stdin);
            if let Err(error) = written {
                tracing::debug!(%error, "a mail command did not read the whole message");
            }
        }
    };
    let ((), errors, output) = tokio::join!(write, listen(stderr), listen(stdout));
    Ok((child.wait().await?, format!("{errors} {output}")))
}

async fn listen(pipe: Option<impl AsyncRead + Unpin>) -> String {
    let Some(mut pipe) = pipe else { return String::new() };
    let mut said = Vec::new();
    let kept = (&mut pipe).take(OUTPUT_MAX_BYTES).read_to_end(&mut said).await;
    // The rest is read too, or the program would wait for ever.
    let rest = tokio::io::copy(&mut pipe, &mut tokio::io::sink()).await;
    if let Err(error) = kept.and(rest.map(drop).map(|()| 0)) {
        tracing::debug!(%error, "a mail command's output broke off");
    }
    String::from_utf8_lossy(&said).into_owned()
}

async fn stop_with_children(child: &mut Child) {
    let group = child.id().and_then(|id| Pid::from_raw(id.cast_signed()));
    if let Some(Err(error)) = group.map(|group| kill_process_group(group, Signal::KILL)) {
        tracing::warn!(%error, "a mail command that takes too long cannot be ended");
    }
    if let Err(error) = child.wait().await {
        tracing::warn!(%error, "a mail command that takes too long does not end");
    }
}

/// sysexits.h; numbers that other programs give are treated like a fault of the set-up.
fn of_exit(status: std::process::ExitStatus, said: &str) -> Delivery {
    let Some(code) = status.code() else {
        let signal = status.signal().unwrap_or_default();
        return Delivery::new(Outcome::Unknown, &format!("ended by signal {signal}: {said}"));
    };
    let smtp = SmtpStatus::found_in(said);
    let outcome = outcome_of(code, smtp);
    let text = if code == 0 { said.to_owned() } else { format!("exit status {code} ({}): {said}", name_of(code)) };
    match smtp {
        Some(smtp) => Delivery::with_status(outcome, smtp, &text),
        None => Delivery::new(outcome, &text),
    }
}

fn outcome_of(code: i32, smtp: Option<SmtpStatus>) -> Outcome {
    let refused_for_good = smtp.is_some_and(SmtpStatus::is_permanent);
    match code {
        0 => Outcome::Accepted,
        67 => Outcome::NoSuchRecipient,
        // msmtp gives 65 for a recipient that the server refused, and 69 for refusals of both kinds.
        65 | 69 if smtp.is_some_and(SmtpStatus::is_about_the_address) => Outcome::NoSuchRecipient,
        65 if smtp.is_none() || refused_for_good => Outcome::Refused,
        69 if refused_for_good => Outcome::Refused,
        // No answer after the message.
        74 => Outcome::Unknown,
        // Usage, missing files, rights, configuration: the operator mends them, and no mail is lost meanwhile.
        _ => Outcome::TryLater,
    }
}

fn name_of(code: i32) -> &'static str {
    match code {
        64 => "wrong usage",
        65 => "message or recipient refused",
        66 => "input missing",
        67 => "no such user",
        68 => "no such host",
        69 => "service refused or not available",
        70 => "internal error",
        71 => "system error",
        72 => "system file missing",
        73 => "output cannot be made",
        74 => "input/output error, or no answer after the message",
        75 => "temporary failure",
        76 => "protocol error",
        77 => "not permitted",
        78 => "configuration error",
        _ => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, SmtpStatus, outcome_of};

    #[test]
    fn every_exit_status_of_sysexits_has_its_meaning() {
        let plain = |code| outcome_of(code, None);
        assert_eq!(plain(0), Outcome::Accepted);
        assert_eq!(plain(65), Outcome::Refused);
        assert_eq!(plain(67), Outcome::NoSuchRecipient);
        assert_eq!(plain(74), Outcome::Unknown);
        for code in [64, 66, 68, 69, 70, 71, 72, 73, 75, 76, 77, 78, 1, 127] {
            assert_eq!(plain(code), Outcome::TryLater, "{code}");
        }
    }

    #[test]
    fn what_the_program_says_of_smtp_tells_both_kinds_of_69_apart() {
        let said = |code, text| outcome_of(code, SmtpStatus::found_in(text));
        assert_eq!(said(69, "msmtp: server message: 550 5.1.1 no such user"), Outcome::NoSuchRecipient);
        assert_eq!(said(69, "msmtp: server message: 554 5.7.1 rejected"), Outcome::Refused);
        assert_eq!(said(69, "msmtp: server message: 451 4.3.0 later"), Outcome::TryLater);
        assert_eq!(said(65, "msmtp: server message: 451 4.7.1 greylisted"), Outcome::TryLater);
        assert_eq!(said(75, "550 5.1.1 said before"), Outcome::TryLater);
    }
}
