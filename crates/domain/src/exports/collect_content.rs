//! What goes into an export: documents, and the files that the person sent.

use serde_json::Value;
use sillon_database::{Reads, entities::account::Language, ids::AccountId};

use super::{describe_account, describe_audit, describe_music, file_names::FileNames, read_me::read_me};
use crate::{Clock, Failure, accounts::account_by_id, blobs::Shelf};

/// What an archive is made of.
#[derive(Clone, Debug)]
pub struct ExportContent {
    /// Says what each file is.
    pub read_me: String,
    /// JSON documents with their names.
    pub documents: Vec<(&'static str, Value)>,
    /// Files as they were sent.
    pub originals: Vec<Original>,
    /// When it was read.
    pub read_at: chrono::DateTime<chrono::Utc>,
}

/// A file that the person sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Where it is kept.
    pub shelf: Shelf,
    /// Its name there.
    pub blob: String,
    /// Its path in the archive: two safe names with a slash between, or one.
    pub path: String,
}

/// Everything of the account as one snapshot shows it; none when there is no such account.
pub async fn collect_content(tx: &impl Reads, clock: &Clock, id: AccountId) -> Result<Option<ExportContent>, Failure> {
    let Some(account) = account_by_id(tx, id).await? else { return Ok(None) };
    let mut files = Files::default();
    let profile = describe_account::describe_account(tx, &account, &mut files).await?;
    let (releases, tracks) = describe_music::describe_music(tx, id, &mut files).await?;
    let documents = vec![
        ("account.json", profile),
        ("sessions.json", describe_account::describe_sessions(tx, clock, id).await?),
        ("tokens.json", describe_account::describe_tokens(tx, clock, id).await?),
        ("mails.json", describe_account::describe_mails(tx, &account).await?),
        ("releases.json", releases),
        ("tracks.json", tracks),
        ("statistics.json", describe_music::describe_statistics(tx, id).await?),
        ("audit.json", describe_audit::describe_audit(tx, id).await?),
    ];
    let read_me = read_me(account.language, &account.display_name, clock.now());
    Ok(Some(ExportContent { read_me, documents, originals: files.originals, read_at: clock.now() }))
}

/// Files of the archive, each under a path of its own.
#[derive(Debug, Default)]
pub(super) struct Files {
    names: FileNames,
    originals: Vec<Original>,
}

impl Files {
    /// Adds a file to a folder of the archive, under a safe name as close to the title as can be; gives its path.
    pub(super) fn add(&mut self, folder: &str, title: &str, extension: &str, shelf: Shelf, blob: String) -> String {
        let path = format!("{folder}/{}", self.names.choose(folder, title, extension));
        self.originals.push(Original { shelf, blob, path: path.clone() });
        path
    }
}

/// The word for a language.
pub(super) fn language_code(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::French => "fr",
    }
}
