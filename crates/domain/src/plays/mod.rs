//! Listening: what players report, when a play counts, and the daily numbers that creators read.
//! docs/ANALYTICS.md says the same for people. History that a person keeps for themselves does not belong here.
//!
//! Invariant: nothing here leads to a person (that somebody who was invited has listened at all stands in the invitation,
//! without when and what). A listener is a hash under the salt of the day, no address and no user agent
//! is stored, and with the salt goes the last way from a hash to an account.
//!
//! Invariant: the numbers of a day are a function of its plays: rolling up again gives the same, whoever does it and
//! how often, until the plays are pruned.

mod find_statistics;
mod finish_day;
mod listener;
mod open_day;
mod period;
mod play_event;
mod prune_plays;
mod record_play_event;
mod roll_up_day;

pub use find_statistics::{
    CreatorStatistics, DayNumbers, InstanceNumbers, Numbers, TrackNumbers, TrackStatistics, creator_statistics,
    daily_numbers_of_tracks, instance_statistics, track_statistics,
};
pub use finish_day::{finish_day, unfinished_days};
pub use listener::Listener;
pub use open_day::{GRACE, is_open};
pub use period::{MAX_DAYS, Period};
pub use play_event::{PlayEvent, PlayEventKind};
pub use prune_plays::{days_to_prune, prune_plays};
pub use record_play_event::{Recorded, record_play_event, record_play_events};
pub use roll_up_day::{RolledUp, days_with_plays, roll_up_day};
