//! The folder of a day's letters: `out-<date>/<n>-<address-hash>.eml`, and `failed.csv`.
//! The folder is the operator's alone (0700), and so is every file in it (0600): the letters hold codes.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use mail_parser::MessageParser;
use sillon_database::entities::beta_invite;
use sillon_domain::ids::InvitationId;

use crate::{cohort::Invitee, mail::letter_id};

const FAILED: &str = "failed.csv";
const HASH_LETTERS: usize = 16;

/// The folder.
#[derive(Clone, Debug)]
pub struct Outbox {
    folder: PathBuf,
}

impl Outbox {
    /// Opens the folder, and makes it when it is missing. One that others can look into is refused.
    pub fn open(folder: &Path) -> io::Result<Self> {
        // Absolute, because the journal is beside it, and msmtp is told where its log is.
        let folder = std::path::absolute(folder)?;
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        if fs::metadata(&folder)?.permissions().mode() & 0o077 != 0 {
            let advice = "others can look into it, and letters hold codes; name another folder, or run chmod 700 on it";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, advice));
        }
        Ok(Self { folder })
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The letter of an invitation, when it is there: one of an earlier invitation to the same address is not it.
    pub fn letter(&self, invitation: &beta_invite::Model) -> io::Result<Option<PathBuf>> {
        for path in self.letters_to(&invitation.email_key)? {
            if is_of(&path, invitation.id)? {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// Writes a letter, whole or not at all, in the place of any other to the same address; gives its path.
    pub fn write_letter(&self, number: usize, email_key: &str, mail: &[u8]) -> io::Result<PathBuf> {
        let path = self.folder.join(format!("{number:04}-{}.eml", hash(email_key)));
        let unfinished = self.folder.join(format!(".{}.unfinished", hash(email_key)));
        let mut file = private(OpenOptions::new().write(true).create(true).truncate(true)).open(&unfinished)?;
        file.write_all(mail)?;
        file.sync_all()?;
        for other in self.letters_to(email_key)? {
            fs::remove_file(other)?;
        }
        fs::rename(&unfinished, &path)?;
        // The name itself survives a power failure only when the folder is written, too.
        File::open(&self.folder)?.sync_all()?;
        Ok(path)
    }

    fn letters_to(&self, email_key: &str) -> io::Result<Vec<PathBuf>> {
        let ending = format!("-{}.eml", hash(email_key));
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let is_it = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.ends_with(&ending));
            if is_it && path.is_file() {
                found.push(path);
            }
        }
        Ok(found)
    }

    /// Keeps those that failed as a list for another run, or removes the list of the run before.
    pub fn write_failed(&self, people: &[Invitee]) -> io::Result<Option<PathBuf>> {
        let path = self.folder.join(FAILED);
        if people.is_empty() {
            return match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(None),
            };
        }
        let mut file = private(OpenOptions::new().write(true).create(true).truncate(true)).open(&path)?;
        file.write_all(failed_rows(people).as_bytes())?;
        file.sync_all()?;
        Ok(Some(path))
    }
}

/// A file of the operator alone.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options.mode(0o600)
}

/// The Message-ID is made from the invitation.
fn is_of(letter: &Path, invitation: InvitationId) -> io::Result<bool> {
    let mail = fs::read(letter)?;
    let id = MessageParser::default().parse_headers(&mail).and_then(|head| head.message_id().map(str::to_owned));
    Ok(id.is_some_and(|id| id.split('@').next() == Some(&letter_id(invitation))))
}

fn hash(email_key: &str) -> String {
    blake3::hash(email_key.as_bytes()).to_hex()[..HASH_LETTERS].to_owned()
}

/// A cohort's file with these people.
pub fn failed_rows(people: &[Invitee]) -> String {
    use sillon_database::entities::role::BuiltIn;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut row = |fields: [&str; 4]| writer.write_record(fields).expect("a list in memory can be written");
    row(["email", "cohort", "role", "name"]);
    for person in people {
        let role = if person.role == BuiltIn::Creator { "creator" } else { "listener" };
        row([&person.email.typed, &person.cohort, role, person.name.as_deref().unwrap_or_default()]);
    }
    String::from_utf8(writer.into_inner().expect("a list in memory can be written")).expect("every field is text")
}
