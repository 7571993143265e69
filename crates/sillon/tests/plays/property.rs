//! Whatever the network does to the events, the numbers are those of what was really heard.

use chrono::TimeDelta;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::Value;
use sillon_domain::{ids::PlayId, plays::Numbers};
use sillon_testing::{TestApp, db_test};

use crate::listening::{Player, event, find_play, instance_numbers, new_play, roll_up, set_duration, today, track_of};

const DURATION_MS: u64 = 100_000;
const SCENARIOS: i64 = 25;
/// Requests take up to so long; more would be held against the listener (docs/ANALYTICS.md).
const SLOWEST_MS: u64 = 2000;

/// What somebody really did.
#[derive(Clone, Debug)]
struct Truth {
    listener: usize,
    begins_ms: u64,
    heard_ms: u64,
    paused_ms: u64,
}

/// One arrival of an event: of which play, which of its events, how long after it happened it was sent and arrived.
#[derive(Clone, Debug)]
struct Sent {
    play: usize,
    which: usize,
    waits_ms: u64,
    travels_ms: u64,
}

fn truth() -> impl Strategy<Value = Truth> {
    let heard = prop_oneof![0..DURATION_MS, Just(29_999), Just(30_000), Just(DURATION_MS)];
    (0..2_usize, 0..200_000_u64, heard, 0..100_000_u64).prop_map(|(listener, begins_ms, heard_ms, paused_ms)| Truth {
        listener,
        begins_ms,
        heard_ms,
        paused_ms,
    })
}

/// Every event of every play arrives at least once, some again; order and delays are anything.
fn scenario() -> impl Strategy<Value = (Vec<Truth>, Vec<Sent>)> {
    prop::collection::vec(truth(), 1..4).prop_flat_map(|plays| {
        let sent = |play: usize, which: usize| {
            let delays = prop::collection::vec((0..600_000_u64, 0..SLOWEST_MS), 1..3);
            delays.prop_map(move |delays| {
                delays.into_iter().map(|(waits_ms, travels_ms)| Sent { play, which, waits_ms, travels_ms }).collect()
            })
        };
        let all: Vec<_> =
            (0..plays.len()).flat_map(|play| (0..3).map(move |which| sent(play, which).boxed())).collect();
        (Just(plays), all.prop_map(|sent: Vec<Vec<Sent>>| sent.concat()))
    })
}

impl Truth {
    /// Start, threshold and end of listening: kind, time since the start, time heard.
    fn events(&self) -> [Option<(&'static str, u64, u64)>; 3] {
        let left = self.heard_ms + self.paused_ms;
        let kind = if self.heard_ms == DURATION_MS { "end" } else { "skip" };
        let reached = (self.heard_ms >= 30_000).then_some(("reached", 30_000, 30_000));
        [Some(("start", 0, 0)), reached, Some((kind, left, self.heard_ms))]
    }
}

fn numbers_of(plays: &[Truth]) -> Numbers {
    let counted: Vec<_> = plays.iter().filter(|play| play.heard_ms >= 30_000).collect();
    let mut listeners: Vec<_> = counted.iter().map(|play| play.listener).collect();
    listeners.sort_unstable();
    listeners.dedup();
    let number = |count: usize| i64::try_from(count).unwrap();
    Numbers {
        starts: number(plays.len()),
        plays: number(counted.len()),
        listeners: number(listeners.len()),
        completions: number(plays.iter().filter(|play| play.heard_ms == DURATION_MS).count()),
        skips: number(plays.len() - counted.len()),
        heard_ms: plays.iter().map(|play| i64::try_from(play.heard_ms).unwrap()).sum(),
    }
}

#[db_test]
async fn no_order_repetition_or_delay_of_events_changes_what_is_counted(app: &TestApp) {
    let admin = app.admin().await;
    let track = track_of(app, &admin, "song").await;
    set_duration(app, track, i64::try_from(DURATION_MS).unwrap()).await;
    let mut runner = TestRunner::deterministic();
    let first = today(app).and_hms_opt(12, 0, 0).unwrap().and_utc();
    for number in 1..=SCENARIOS {
        // A day for each scenario.
        let begin = first + TimeDelta::days(number);
        app.ctx.clock.advance(begin - app.ctx.clock.now());
        let (plays, sent) = scenario().new_tree(&mut runner).unwrap().current();
        let ids: Vec<PlayId> = plays.iter().map(|_| new_play(app)).collect();
        let people = [Player::of(app, app.visitor()), Player::of(app, app.visitor())];
        for (arrives_ms, play, body) in arrivals(&plays, &sent, &ids, track) {
            let arrives = begin + TimeDelta::milliseconds(i64::try_from(arrives_ms).unwrap());
            app.ctx.clock.advance(arrives - app.ctx.clock.now());
            assert_eq!(people[plays[play].listener].send(&[body]).await["taken"], 1);
        }
        roll_up(app, today(app)).await;
        let row = instance_numbers(app, today(app)).await;
        let sillon_domain::database::entities::instance_day::Model { starts, plays: counted, listeners, .. } = row;
        let found = Numbers {
            starts,
            plays: counted,
            listeners,
            completions: row.completions,
            skips: row.skips,
            heard_ms: row.heard_ms,
        };
        assert_eq!(found, numbers_of(&plays), "scenario {number}: {plays:?} {sent:?}");
        for (id, truth) in ids.iter().zip(&plays) {
            assert_eq!(find_play(app, *id).await.unwrap().heard_ms, i64::try_from(truth.heard_ms).unwrap());
        }
    }
}

/// When each event arrives, by time, and what it says then.
fn arrivals(
    plays: &[Truth],
    sent: &[Sent],
    ids: &[PlayId],
    track: sillon_domain::ids::TrackId,
) -> Vec<(u64, usize, Value)> {
    let arrive = |sent: &Sent| {
        let truth = &plays[sent.play];
        let (kind, since_start_ms, heard_ms) = truth.events()[sent.which]?;
        let elapsed_ms = since_start_ms + sent.waits_ms;
        let body = event(ids[sent.play], track, kind, elapsed_ms, heard_ms);
        Some((truth.begins_ms + elapsed_ms + sent.travels_ms, sent.play, body))
    };
    let mut arrivals: Vec<_> = sent.iter().filter_map(arrive).collect();
    arrivals.sort_by_key(|(arrives_ms, _, _)| *arrives_ms);
    arrivals
}
