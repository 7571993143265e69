//! Numbers of one node, in memory, within bounds.

use std::{
    collections::{HashMap, hash_map::Entry},
    hash::{BuildHasher, RandomState},
    sync::Mutex,
};

use super::{Budget, Verdict, charge::Key, sign_in_backoff::Attempts};

const SHARDS: usize = 16;
/// Keys of one shard: some megabytes in all, whatever a flood from everywhere makes up.
const SHARD_MAX_KEYS: usize = 8192;
const HELD: &str = "no thread panics while it holds a shard";

/// Numbers by key.
#[derive(Debug)]
pub(super) struct MemoryBuckets {
    paid_off: Sharded<i64>,
    attempts: Sharded<Attempts>,
}

impl MemoryBuckets {
    pub(super) fn new() -> Self {
        Self { paid_off: Sharded::new(), attempts: Sharded::new() }
    }

    pub(super) fn charge(&self, key: Key, budget: Budget, now_us: i64) -> Verdict {
        let mut shard = self.paid_off.shard(key);
        make_room(&mut shard, |paid_off| *paid_off, now_us);
        let before = shard.get(&key).copied();
        match budget.spend(before, now_us) {
            Some(after) => {
                shard.insert(key, after);
                budget.verdict(after, now_us, true)
            }
            None => budget.verdict(before.unwrap_or(now_us), now_us, false),
        }
    }

    /// Counts an attempt, unless it comes too early: then gives the seconds to wait.
    pub(super) fn attempt(&self, key: Key, now_us: i64) -> Option<u64> {
        let mut shard = self.attempts.shard(key);
        make_room(&mut shard, Attempts::forgotten_at_us, now_us);
        match shard.entry(key) {
            Entry::Occupied(mut known) => {
                let wait = known.get().wait_s(now_us);
                if wait.is_none() {
                    let next = known.get().and_one_more(now_us);
                    known.insert(next);
                }
                wait
            }
            Entry::Vacant(place) => {
                place.insert(Attempts::first(now_us));
                None
            }
        }
    }

    pub(super) fn forgive(&self, key: Key) {
        self.attempts.shard(key).remove(&key);
    }
}

#[derive(Debug)]
struct Sharded<V> {
    shards: [Mutex<HashMap<Key, V>>; SHARDS],
    hasher: RandomState,
}

impl<V> Sharded<V> {
    fn new() -> Self {
        Self { shards: std::array::from_fn(|_| Mutex::default()), hasher: RandomState::new() }
    }

    fn shard(&self, key: Key) -> std::sync::MutexGuard<'_, HashMap<Key, V>> {
        let place = usize::try_from(self.hasher.hash_one(key) % SHARDS as u64).unwrap_or(0);
        self.shards[place].lock().expect(HELD)
    }
}

/// Drops what time has settled; when that is not enough, whoever owes least.
fn make_room<V>(shard: &mut HashMap<Key, V>, settled_at_us: impl Fn(&V) -> i64, now_us: i64) {
    if shard.len() < SHARD_MAX_KEYS {
        return;
    }
    shard.retain(|_, value| settled_at_us(value) > now_us);
    if shard.len() >= SHARD_MAX_KEYS {
        let mut instants: Vec<i64> = shard.values().map(&settled_at_us).collect();
        let (_, middle, _) = instants.select_nth_unstable(SHARD_MAX_KEYS / 2);
        let middle = *middle;
        shard.retain(|_, value| settled_at_us(value) > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, MemoryBuckets, SHARD_MAX_KEYS, SHARDS};

    #[test]
    fn memory_stays_bounded_and_remembers_who_owes_most() {
        let buckets = MemoryBuckets::new();
        let budget = Budget { requests: 3, window_s: 60 };
        let guilty = [0xff; 16];
        while buckets.charge(guilty, budget, 0).refused_for_s.is_none() {}
        for number in 0..(2 * SHARDS * SHARD_MAX_KEYS) as u128 {
            buckets.charge(number.to_be_bytes(), budget, 1);
        }
        let kept: usize = buckets.paid_off.shards.iter().map(|shard| shard.lock().unwrap().len()).sum();
        assert!(kept <= SHARDS * SHARD_MAX_KEYS, "{kept}");
        assert!(buckets.charge(guilty, budget, 1).refused_for_s.is_some());
    }
}
