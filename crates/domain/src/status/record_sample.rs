//! Writes one look at the parts into their history: once a minute, whichever node looks first.

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Timelike, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use sillon_database::{
    Reads, WriteTx,
    entities::{status_component, status_component::State, status_day, status_incident},
    ids::IncidentId,
    sea_orm,
};

use super::{HISTORY_DAYS, Part};
use crate::{Clock, Failure};

/// A pause in the looks that is longer was no restart: the instance was away.
const RESTART: TimeDelta = TimeDelta::minutes(3);

/// Records how the parts are now. A second look in the same minute changes nothing.
pub async fn record_sample(tx: &mut WriteTx, clock: &Clock, parts: &[(Part, State)]) -> Result<(), Failure> {
    let now = clock.now();
    let minute = now.trunc_subsecs(0).with_second(0).unwrap_or(now);
    for (part, state) in parts {
        let known = status_component::Entity::find_by_id(part.as_str()).one(tx.conn()).await?;
        match known {
            None => insert_first(tx, *part, *state, now).await?,
            Some(known) if known.checked_at >= minute => continue,
            Some(known) => {
                if *part == Part::Api {
                    note_absence(tx, known.checked_at, now).await?;
                }
                if !update_known(tx, *part, *state, &known, now).await? {
                    continue;
                }
            }
        }
        add_minutes(tx, *part, now.date_naive(), *state, 1).await?;
        follow_incident(tx, *part, *state, now).await?;
    }
    forget(tx, now).await
}

async fn insert_first(tx: &mut WriteTx, part: Part, state: State, now: DateTime<Utc>) -> Result<(), Failure> {
    let row = status_component::ActiveModel {
        component: Set(part.as_str().to_owned()),
        state: Set(state),
        since: Set(now),
        checked_at: Set(now),
    };
    status_component::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// False when another node has looked meanwhile.
async fn update_known(
    tx: &mut WriteTx,
    part: Part,
    state: State,
    known: &status_component::Model,
    now: DateTime<Utc>,
) -> Result<bool, Failure> {
    let since = if known.state == state { known.since } else { now };
    let updated = status_component::Entity::update_many()
        .col_expr(status_component::Column::State, Expr::value(state))
        .col_expr(status_component::Column::Since, Expr::value(since))
        .col_expr(status_component::Column::CheckedAt, Expr::value(now))
        .filter(status_component::Column::Component.eq(part.as_str()))
        .filter(status_component::Column::CheckedAt.eq(known.checked_at))
        .exec(tx.conn())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Nobody looked for a while, so nobody served: the interface was down, and nothing is known of the other parts.
async fn note_absence(tx: &mut WriteTx, last: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Failure> {
    if now - last <= RESTART {
        return Ok(());
    }
    let first = Ord::max(last, now - TimeDelta::days(HISTORY_DAYS));
    let mut from = first;
    while from < now {
        let midnight = (from.date_naive() + TimeDelta::days(1)).and_hms_opt(0, 0, 0).map_or(now, |at| at.and_utc());
        let until = Ord::min(midnight, now);
        let minutes = i32::try_from((until - from).num_minutes()).unwrap_or(0);
        add_minutes(tx, Part::Api, from.date_naive(), State::Down, minutes).await?;
        from = until;
    }
    let open = open_incident(tx, Part::Api).await?;
    if open.is_none() {
        insert_incident(tx, Part::Api, State::Down, last, Some(now)).await?;
    }
    Ok(())
}

async fn add_minutes(tx: &mut WriteTx, part: Part, day: NaiveDate, state: State, minutes: i32) -> Result<(), Failure> {
    let key = (part.as_str().to_owned(), day);
    let count = |of: State| if of == state { minutes } else { 0 };
    if status_day::Entity::find_by_id(key).one(tx.conn()).await?.is_none() {
        let row = status_day::ActiveModel {
            component: Set(part.as_str().to_owned()),
            day: Set(day),
            minutes_working: Set(count(State::Working)),
            minutes_degraded: Set(count(State::Degraded)),
            minutes_down: Set(count(State::Down)),
        };
        status_day::Entity::insert(row).exec_without_returning(tx.conn()).await?;
        return Ok(());
    }
    let column = match state {
        State::Working => status_day::Column::MinutesWorking,
        State::Degraded => status_day::Column::MinutesDegraded,
        State::Down => status_day::Column::MinutesDown,
    };
    status_day::Entity::update_many()
        .col_expr(column, Expr::col(column).add(minutes))
        .filter(status_day::Column::Component.eq(part.as_str()))
        .filter(status_day::Column::Day.eq(day))
        .exec(tx.conn())
        .await?;
    Ok(())
}

async fn open_incident(tx: &WriteTx, part: Part) -> Result<Option<status_incident::Model>, Failure> {
    let open = status_incident::Entity::find()
        .filter(status_incident::Column::Component.eq(part.as_str()))
        .filter(status_incident::Column::EndedAt.is_null());
    Ok(open.one(tx.conn()).await?)
}

async fn insert_incident(
    tx: &mut WriteTx,
    part: Part,
    state: State,
    began_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
) -> Result<(), Failure> {
    let row = status_incident::ActiveModel {
        id: Set(IncidentId::new(began_at)),
        component: Set(part.as_str().to_owned()),
        state: Set(state),
        began_at: Set(began_at),
        ended_at: Set(ended_at),
    };
    status_incident::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Opens, worsens or closes the part's incident.
async fn follow_incident(tx: &mut WriteTx, part: Part, state: State, now: DateTime<Utc>) -> Result<(), Failure> {
    let open = open_incident(tx, part).await?;
    let Some(open) = open else {
        return match state {
            State::Working => Ok(()),
            State::Degraded | State::Down => insert_incident(tx, part, state, now, None).await,
        };
    };
    let changed = match state {
        State::Working => (status_incident::Column::EndedAt, Expr::value(Some(now))),
        worse if worse > open.state => (status_incident::Column::State, Expr::value(worse)),
        State::Degraded | State::Down => return Ok(()),
    };
    let update = status_incident::Entity::update_many().col_expr(changed.0, changed.1);
    update.filter(status_incident::Column::Id.eq(open.id)).exec(tx.conn()).await?;
    Ok(())
}

async fn forget(tx: &mut WriteTx, now: DateTime<Utc>) -> Result<(), Failure> {
    let oldest = now - TimeDelta::days(HISTORY_DAYS);
    status_day::Entity::delete_many().filter(status_day::Column::Day.lt(oldest.date_naive())).exec(tx.conn()).await?;
    status_incident::Entity::delete_many().filter(status_incident::Column::EndedAt.lt(oldest)).exec(tx.conn()).await?;
    Ok(())
}
