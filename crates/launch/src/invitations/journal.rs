//! The journal of sending: one JSON object a line, on the disk before anything is sent. It stands beside the folders of
//! letters, one for all of them, and outlives a database that is restored from a backup: who has got a letter stays known.

use std::{
    collections::HashMap,
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sillon_domain::ids::InvitationId;

use super::outbox::private;

const NAME: &str = "letters.journal";

/// How far one letter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JournalState {
    /// The command is about to start.
    Sending,
    /// It ended well.
    Sent,
    /// A server refused for now, or could not be reached.
    FailedTemporarily,
    /// A server refused for good.
    FailedPermanently,
    /// It broke off; the letter may have arrived.
    Unknown,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// Which invitation.
    pub invitation: InvitationId,
    /// From when on that invitation no longer works.
    pub expires_at: DateTime<Utc>,
    /// To whom, in the form that is compared.
    pub address: String,
    /// Which attempt, from 1: the row in the database counts them, too.
    pub attempt: i32,
    /// How far it is.
    pub state: JournalState,
    /// SMTP status, or how the command ended.
    pub status: String,
    /// What was said.
    pub detail: String,
}

/// The journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Another run has it.
    #[error("another run is sending, and writes {0}; wait until it has ended")]
    Busy(String),
    /// The disk.
    #[error("the journal {0} cannot be used: {1}")]
    Io(String, io::Error),
    /// A line in the middle is no entry.
    #[error("line {1} of the journal {0} cannot be read; repair it by hand, because it says who has got a letter")]
    Broken(String, usize),
}

/// An open journal, locked against other runs as long as it lives.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
    /// By address, the last entry of each of its invitations.
    last: HashMap<String, Vec<Entry>>,
}

impl Journal {
    /// Opens the journal beside a folder of letters and reads what is in it. A last line that a crash tore is cut off.
    pub fn open(letters: &Path) -> Result<Self, JournalError> {
        let path = letters.parent().unwrap_or(Path::new("/")).join(NAME);
        let shown = path.display().to_string();
        let broken = |error| JournalError::Io(shown.clone(), error);
        let mut file = private(OpenOptions::new().read(true).append(true).create(true)).open(&path).map_err(broken)?;
        file.try_lock().map_err(|_| JournalError::Busy(shown.clone()))?;
        // Bytes, not text: what a crash tore may end in the middle of a letter.
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(broken)?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        if whole < bytes.len() {
            file.set_len(whole as u64).map_err(broken)?;
        }
        let mut journal = Self { file, path, last: HashMap::new() };
        for (index, line) in bytes[..whole].split_inclusive(|byte| *byte == b'\n').enumerate() {
            let entry = serde_json::from_slice(line).map_err(|_| JournalError::Broken(shown.clone(), index + 1))?;
            journal.remember(entry);
        }
        Ok(journal)
    }

    fn remember(&mut self, entry: Entry) {
        let of_address = self.last.entry(entry.address.clone()).or_default();
        of_address.retain(|there| there.invitation != entry.invitation);
        of_address.push(entry);
    }

    /// The last entry of each invitation to an address.
    pub fn of_address(&self, address: &str) -> &[Entry] {
        self.last.get(address).map_or(&[], Vec::as_slice)
    }

    /// Writes an entry; it is on the disk when this returns.
    pub fn write(&mut self, entry: Entry) -> Result<(), JournalError> {
        let mut line = serde_json::to_string(&entry).expect("an entry is JSON");
        line.push('\n');
        let written = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|error| JournalError::Io(self.path.display().to_string(), error))?;
        self.remember(entry);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use sillon_domain::ids::InvitationId;

    use super::{Entry, Journal, JournalError, JournalState};

    fn entry(state: JournalState) -> Entry {
        let at = "2026-06-21T18:00:00Z".parse().unwrap();
        let (address, status, detail) = ("ada@example.org".to_owned(), "250".to_owned(), String::new());
        Entry { at, invitation: InvitationId::new(at), expires_at: at, address, attempt: 1, state, status, detail }
    }

    #[test]
    fn a_torn_last_line_is_forgotten_and_the_rest_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let entry = entry(JournalState::Sent);
        Journal::open(&folder.path().join("out")).unwrap().write(entry.clone()).unwrap();
        let mut file = std::fs::OpenOptions::new().append(true).open(folder.path().join("letters.journal")).unwrap();
        file.write_all(b"{\"at\":\"caf\xc3").unwrap();
        let mut journal = Journal::open(&folder.path().join("out")).unwrap();
        assert_eq!(journal.of_address(&entry.address), std::slice::from_ref(&entry));
        let next = Entry { state: JournalState::Unknown, ..entry };
        journal.write(next.clone()).unwrap();
        let other = Entry { invitation: InvitationId::new(next.at), ..next.clone() };
        journal.write(other.clone()).unwrap();
        drop(journal);
        assert_eq!(Journal::open(&folder.path().join("out")).unwrap().of_address(&next.address), [next, other]);
    }

    #[test]
    fn one_run_at_a_time_and_no_guessing_over_a_broken_line() {
        let folder = tempfile::tempdir().unwrap();
        let first = Journal::open(&folder.path().join("out")).unwrap();
        assert!(matches!(Journal::open(&folder.path().join("out")), Err(JournalError::Busy(_))));
        drop(first);
        std::fs::write(folder.path().join("letters.journal"), "nonsense\n").unwrap();
        assert!(matches!(Journal::open(&folder.path().join("out")), Err(JournalError::Broken(_, 1))));
    }
}
