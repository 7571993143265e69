//! Walks the chain from its first entry to its head and says where it is broken.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sillon_database::{
    Reads,
    audit_chain::hash_of,
    entities::{audit_entry, audit_head},
    sea_orm,
};

use crate::Failure;

const ENTRIES_PER_READ: u64 = 1000;

/// A place in the chain that somebody noted down elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Number of the entry.
    pub sequence: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// A hash in hexadecimal, as logs and checkpoints show it.
pub fn hash_text(hash: &[u8]) -> String {
    blake3::Hash::from_slice(hash).map_or_else(|_| "not a hash".to_owned(), |hash| hash.to_hex().to_string())
}

impl Checkpoint {
    /// The hash in hexadecimal.
    pub fn hash_text(&self) -> String {
        hash_text(&self.hash)
    }

    /// A checkpoint as [`Display`](std::fmt::Display) writes it; none when it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let (sequence, hash) = text.trim().split_once(':')?;
        let hash = blake3::Hash::from_hex(hash).ok()?;
        Some(Self { sequence: sequence.parse().ok()?, hash: *hash.as_bytes() })
    }
}

impl std::fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.sequence, self.hash_text())
    }
}

/// What is wrong at one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainFault {
    /// Entries from this number on are missing.
    Missing(i64),
    /// This entry does not follow the one before it.
    Unlinked(i64),
    /// This entry is not what it was when it was recorded.
    Changed(i64),
    /// The chain ends at another entry than its head says.
    HeadDiffers(i64),
    /// The entry of the checkpoint has another hash, or is gone: the chain was written anew.
    CheckpointDiffers(i64),
}

impl std::fmt::Display for ChainFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(at) => write!(f, "entry {at} is missing"),
            Self::Unlinked(at) => write!(f, "entry {at} does not follow the one before it"),
            Self::Changed(at) => write!(f, "entry {at} was changed after it was recorded"),
            Self::HeadDiffers(at) => write!(f, "the chain ends at entry {at}, which its head does not name"),
            Self::CheckpointDiffers(at) => write!(f, "entry {at} is not the one that the checkpoint names"),
        }
    }
}

/// What the walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    /// How many entries were read.
    pub entries: u64,
    /// The end of the chain as its head names it; what to note down elsewhere.
    pub head: Checkpoint,
    /// The first fault, if there is one.
    pub fault: Option<ChainFault>,
}

impl ChainReport {
    /// What was found, for people.
    pub fn sentence(&self) -> String {
        match self.fault {
            Some(fault) => format!("the chain is broken: {fault}"),
            None => format!("{} entries, and the chain is whole", self.entries),
        }
    }
}

/// Verifies every entry, in one snapshot. Time and reads grow with the log; memory does not.
pub async fn verify_chain(tx: &impl Reads, checkpoint: Option<Checkpoint>) -> Result<ChainReport, Failure> {
    let row = audit_head::Entity::find_by_id(1).one(tx.conn()).await?;
    let row = row.ok_or_else(|| Failure::Broken("the head of the audit log is missing".to_owned()))?;
    let head = Checkpoint { sequence: row.sequence, hash: fixed(&row.hash) };
    let mut walk = Walk { last: Checkpoint { sequence: 0, hash: [0; 32] }, checkpoint, entries: 0 };
    let fault = walk.run(tx).await?.or_else(|| walk.fault_of_the_end(head));
    Ok(ChainReport { entries: walk.entries, head, fault })
}

struct Walk {
    last: Checkpoint,
    checkpoint: Option<Checkpoint>,
    entries: u64,
}

impl Walk {
    async fn run(&mut self, tx: &impl Reads) -> Result<Option<ChainFault>, Failure> {
        loop {
            let entries = audit_entry::Entity::find()
                .filter(audit_entry::Column::Sequence.gt(self.last.sequence))
                .order_by_asc(audit_entry::Column::Sequence)
                .limit(ENTRIES_PER_READ)
                .all(tx.conn())
                .await?;
            if entries.is_empty() {
                return Ok(None);
            }
            for entry in &entries {
                if let Some(fault) = self.step(entry) {
                    return Ok(Some(fault));
                }
            }
        }
    }

    fn step(&mut self, entry: &audit_entry::Model) -> Option<ChainFault> {
        self.entries += 1;
        let expected = self.last.sequence + 1;
        if entry.sequence != expected {
            return Some(ChainFault::Missing(expected));
        }
        if entry.hash != hash_of(entry) {
            return Some(ChainFault::Changed(entry.sequence));
        }
        if entry.previous_hash != self.last.hash {
            return Some(ChainFault::Unlinked(entry.sequence));
        }
        self.last = Checkpoint { sequence: entry.sequence, hash: fixed(&entry.hash) };
        let differs = |noted: &Checkpoint| noted.sequence == entry.sequence && noted.hash != self.last.hash;
        self.checkpoint.filter(differs).map(|noted| ChainFault::CheckpointDiffers(noted.sequence))
    }

    fn fault_of_the_end(&self, head: Checkpoint) -> Option<ChainFault> {
        if self.last.sequence < head.sequence {
            return Some(ChainFault::Missing(self.last.sequence + 1));
        }
        if self.last != head {
            return Some(ChainFault::HeadDiffers(self.last.sequence));
        }
        let gone = |noted: &Checkpoint| noted.sequence > head.sequence;
        self.checkpoint.filter(gone).map(|noted| ChainFault::CheckpointDiffers(noted.sequence))
    }
}

/// The schema holds hashes to 32 bytes; what is not of that length matches nothing.
fn fixed(hash: &[u8]) -> [u8; 32] {
    hash.try_into().unwrap_or([0; 32])
}
