//! Reads the daily numbers: for a track, for a creator, for the instance. Play counts are nobody else's to see.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use sillon_database::{
    Reads,
    entities::{creator_day, instance_day, play_day, track, track_day},
    ids::{AccountId, TrackId},
    sea_orm,
};
use sillon_protocol::ErrorCode;

use super::Period;
use crate::{Failure, sessions::Actor, tracks::find_visible_track};

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Plays that began.
    pub starts: i64,
    /// Plays that counted.
    pub plays: i64,
    /// Listeners of plays that counted; over several days, each once a day.
    pub listeners: i64,
    /// Plays that counted and were heard to the end.
    pub completions: i64,
    /// Plays that were left before they counted.
    pub skips: i64,
    /// Time heard in milliseconds.
    pub heard_ms: i64,
}

/// The numbers of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayNumbers {
    /// The UTC day.
    pub day: NaiveDate,
    /// Its numbers.
    pub numbers: Numbers,
}

/// The numbers of a track, of a day or of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackNumbers {
    /// The track.
    pub track_id: TrackId,
    /// Its title; none when it has been deleted.
    pub title: Option<String>,
    /// Its numbers.
    pub numbers: Numbers,
}

/// A track's statistics.
#[derive(Clone, Debug)]
pub struct TrackStatistics {
    /// The track.
    pub track: track::Model,
    /// Every day of the period, in order.
    pub days: Vec<DayNumbers>,
    /// When the newest of them was counted; none when none was.
    pub counted_at: Option<DateTime<Utc>>,
}

/// A creator's statistics.
#[derive(Clone, Debug)]
pub struct CreatorStatistics {
    /// Every day of the period, in order.
    pub days: Vec<DayNumbers>,
    /// Every track that was begun in the period, the one with the most plays first.
    pub tracks: Vec<TrackNumbers>,
    /// When the newest of the days was counted; none when none was.
    pub counted_at: Option<DateTime<Utc>>,
}

/// The instance's numbers of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstanceNumbers {
    /// The UTC day.
    pub day: NaiveDate,
    /// Its listening.
    pub numbers: Numbers,
    /// Tracks that were uploaded and are still there.
    pub uploads: i64,
    /// Accounts that were made and are still there.
    pub sign_ups: i64,
}

impl std::iter::Sum for Numbers {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            starts: sum.starts + one.starts,
            plays: sum.plays + one.plays,
            listeners: sum.listeners + one.listeners,
            completions: sum.completions + one.completions,
            skips: sum.skips + one.skips,
            heard_ms: sum.heard_ms + one.heard_ms,
        })
    }
}

macro_rules! numbers_of {
    ($row:expr) => {{
        let row = &$row;
        Numbers {
            starts: row.starts,
            plays: row.plays,
            listeners: row.listeners,
            completions: row.completions,
            skips: row.skips,
            heard_ms: row.heard_ms,
        }
    }};
}

/// The statistics of a track, for its creator and for admins.
pub async fn track_statistics(
    tx: &impl Reads,
    actor: &Actor,
    id: TrackId,
    period: Period,
) -> Result<TrackStatistics, Failure> {
    let visible = find_visible_track(tx, Some(actor), id).await?;
    let track = visible.ok_or_else(|| Failure::not_found("track"))?;
    if !actor.may_manage(track.creator_id) {
        return Err(Failure::refused(ErrorCode::Forbidden, "Only its creator sees how often a track is played."));
    }
    let rows = track_day::Entity::find()
        .filter(track_day::Column::TrackId.eq(id))
        .filter(track_day::Column::Day.between(period.from(), period.to()))
        .all(tx.conn())
        .await?;
    let days = every_day(period, rows.iter().map(|row| (row.day, numbers_of!(row))));
    Ok(TrackStatistics { track, days, counted_at: counted_at(tx, period).await? })
}

/// The statistics of a creator, over all tracks and by track.
pub async fn creator_statistics(
    tx: &impl Reads,
    creator: AccountId,
    period: Period,
) -> Result<CreatorStatistics, Failure> {
    let rows = creator_day::Entity::find()
        .filter(creator_day::Column::CreatorId.eq(creator))
        .filter(creator_day::Column::Day.between(period.from(), period.to()))
        .all(tx.conn())
        .await?;
    let days = every_day(period, rows.iter().map(|row| (row.day, numbers_of!(row))));
    let tracks = numbers_by_track(tx, creator, period).await?;
    Ok(CreatorStatistics { days, tracks, counted_at: counted_at(tx, period).await? })
}

/// The numbers by day and track: of every track of the creator, or of one. By day, then by title.
pub async fn daily_numbers_of_tracks(
    tx: &impl Reads,
    creator: AccountId,
    only: Option<TrackId>,
    period: Period,
) -> Result<Vec<(NaiveDate, TrackNumbers)>, Failure> {
    let mut select = track_day::Entity::find()
        .filter(track_day::Column::CreatorId.eq(creator))
        .filter(track_day::Column::Day.between(period.from(), period.to()));
    if let Some(track) = only {
        select = select.filter(track_day::Column::TrackId.eq(track));
    }
    let rows = select.all(tx.conn()).await?;
    let titles = titles_of(tx, creator).await?;
    let named = rows.into_iter().map(|row| {
        let title = titles.get(&row.track_id).cloned();
        (row.day, TrackNumbers { track_id: row.track_id, title, numbers: numbers_of!(row) })
    });
    let mut named: Vec<_> = named.collect();
    named.sort_by(|(day, one), (other_day, other)| {
        (day, &one.title, one.track_id).cmp(&(other_day, &other.title, other.track_id))
    });
    Ok(named)
}

/// The instance's days that were rolled up, in order. For its operator.
pub async fn instance_statistics(tx: &impl Reads, period: Period) -> Result<Vec<InstanceNumbers>, Failure> {
    let rows = instance_day::Entity::find()
        .filter(instance_day::Column::Day.between(period.from(), period.to()))
        .order_by_asc(instance_day::Column::Day)
        .all(tx.conn())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| InstanceNumbers {
            day: row.day,
            numbers: numbers_of!(row),
            uploads: row.uploads,
            sign_ups: row.sign_ups,
        })
        .collect())
}

/// Days without a row had no plays.
fn every_day(period: Period, rows: impl Iterator<Item = (NaiveDate, Numbers)>) -> Vec<DayNumbers> {
    let known: HashMap<NaiveDate, Numbers> = rows.collect();
    period.days().map(|day| DayNumbers { day, numbers: known.get(&day).copied().unwrap_or_default() }).collect()
}

#[derive(FromQueryResult)]
struct Summed {
    track_id: TrackId,
    starts: i64,
    plays: i64,
    listeners: i64,
    completions: i64,
    skips: i64,
    heard_ms: i64,
}

async fn numbers_by_track(tx: &impl Reads, creator: AccountId, period: Period) -> Result<Vec<TrackNumbers>, Failure> {
    use track_day::Column;
    let mut select = track_day::Entity::find()
        .select_only()
        .column(Column::TrackId)
        .filter(Column::CreatorId.eq(creator))
        .filter(Column::Day.between(period.from(), period.to()))
        .group_by(Column::TrackId);
    for name in ["starts", "plays", "listeners", "completions", "skips", "heard_ms"] {
        select = select.column_as(Expr::cust(format!("CAST(SUM({name}) AS bigint)")), name);
    }
    let summed: Vec<Summed> = select.into_model().all(tx.conn()).await?;
    let titles = titles_of(tx, creator).await?;
    let named = summed.into_iter().map(|row| TrackNumbers {
        track_id: row.track_id,
        title: titles.get(&row.track_id).cloned(),
        numbers: numbers_of!(row),
    });
    let mut named: Vec<_> = named.collect();
    named.sort_by(|one, other| {
        let plays = other.numbers.plays.cmp(&one.numbers.plays);
        plays.then_with(|| (&one.title, one.track_id).cmp(&(&other.title, other.track_id)))
    });
    Ok(named)
}

async fn titles_of(tx: &impl Reads, creator: AccountId) -> Result<HashMap<TrackId, String>, Failure> {
    let titles = track::Entity::find().select_only().column(track::Column::Id).column(track::Column::Title);
    let titles = titles.filter(track::Column::CreatorId.eq(creator)).into_tuple::<(TrackId, String)>();
    Ok(titles.all(tx.conn()).await?.into_iter().collect())
}

async fn counted_at(tx: &impl Reads, period: Period) -> Result<Option<DateTime<Utc>>, Failure> {
    let newest = play_day::Entity::find()
        .filter(play_day::Column::Day.between(period.from(), period.to()))
        .filter(play_day::Column::RolledUpAt.is_not_null())
        .order_by_desc(play_day::Column::Day)
        .one(tx.conn())
        .await?;
    Ok(newest.and_then(|row| row.rolled_up_at))
}
