//! Reads the log, newest first, or in its own order for an export.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use sillon_database::{
    Reads,
    entities::{
        audit_entry::{self, Column, Outcome},
        audit_head,
    },
    ids::AccountId,
    sea_orm,
};

use crate::Failure;

/// Which entries; what is not given does not matter.
#[derive(Clone, Debug, Default)]
pub struct EntryFilter {
    /// Those of this account.
    pub actor: Option<AccountId>,
    /// Those of this action.
    pub action: Option<String>,
    /// Those about things of this kind.
    pub object_kind: Option<String>,
    /// Those about the thing of this id.
    pub object_id: Option<String>,
    /// Those that ended so.
    pub outcome: Option<Outcome>,
    /// Those of this instant and later.
    pub from: Option<DateTime<Utc>>,
    /// Those before this instant.
    pub until: Option<DateTime<Utc>>,
}

/// Some entries, and where the next page begins.
#[derive(Clone, Debug)]
pub struct EntryPage {
    /// The entries.
    pub rows: Vec<audit_entry::Model>,
    /// The page goes on behind this number; none when there are no more.
    pub next: Option<i64>,
}

/// The entries that fit, newest first, older than number `behind`.
pub async fn list_entries(
    tx: &impl Reads,
    filter: &EntryFilter,
    behind: Option<i64>,
    limit: u64,
) -> Result<EntryPage, Failure> {
    let mut select = filter.apply(audit_entry::Entity::find());
    if let Some(behind) = behind {
        select = select.filter(Column::Sequence.lt(behind));
    }
    let rows = select.order_by_desc(Column::Sequence).limit(limit + 1).all(tx.conn()).await?;
    Ok(page(rows, limit))
}

/// The entries that fit in the order in which they were recorded, after number `after`, up to number `last`.
///
/// Because nothing in the log changes, pages that are read one after the other are one consistent whole.
pub async fn entries_in_order(
    tx: &impl Reads,
    filter: &EntryFilter,
    after: i64,
    last: i64,
    limit: u64,
) -> Result<EntryPage, Failure> {
    let within = filter
        .apply(audit_entry::Entity::find())
        .filter(Column::Sequence.gt(after))
        .filter(Column::Sequence.lte(last))
        .order_by_asc(Column::Sequence)
        .limit(limit + 1);
    Ok(page(within.all(tx.conn()).await?, limit))
}

/// Number of the last entry; 0 when there is none.
pub async fn last_sequence(tx: &impl Reads) -> Result<i64, Failure> {
    let head = audit_head::Entity::find_by_id(1).one(tx.conn()).await?;
    Ok(head.map_or(0, |head| head.sequence))
}

fn page(mut rows: Vec<audit_entry::Model>, limit: u64) -> EntryPage {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| row.sequence);
    EntryPage { rows, next }
}

impl EntryFilter {
    fn apply(&self, mut select: Select<audit_entry::Entity>) -> Select<audit_entry::Entity> {
        if let Some(actor) = self.actor {
            select = select.filter(Column::ActorId.eq(actor));
        }
        if let Some(outcome) = self.outcome {
            select = select.filter(Column::Outcome.eq(outcome));
        }
        if let Some(from) = self.from {
            select = select.filter(Column::RecordedAt.gte(from));
        }
        if let Some(until) = self.until {
            select = select.filter(Column::RecordedAt.lt(until));
        }
        let texts = [
            (Column::Action, &self.action),
            (Column::ObjectKind, &self.object_kind),
            (Column::ObjectId, &self.object_id),
        ];
        for (column, text) in texts {
            if let Some(text) = text {
                select = select.filter(column.eq(text.as_str()));
            }
        }
        select
    }
}
