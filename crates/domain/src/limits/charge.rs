//! Charges requests and attempts, in memory or where all nodes see it.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use sillon_database::{Database, Engine, ids::AccountId};

use super::{Budget, RouteClass, Verdict, memory_buckets::MemoryBuckets, shared_buckets};
use crate::{Clock, Failure};

/// Names a number. Hashed: addresses and mail addresses are nowhere kept in the clear.
pub(super) type Key = [u8; 16];

/// So many charges of shared numbers pass between two clean-ups.
const CLEAN_UP_EVERY: u32 = 1000;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A client's address; of IPv6, its /64, which is what one customer is given.
    Address(IpAddr),
    /// An account.
    Account(AccountId),
}

/// The counters of a process; cheap to clone.
#[derive(Clone, Debug)]
pub struct Limits {
    memory: Arc<MemoryBuckets>,
    /// Where nodes meet; none when this node is alone.
    shared: Option<Database>,
    clock: Clock,
    since_clean_up: Arc<AtomicU32>,
}

impl Limits {
    /// Counts what guards accounts in the database, where nodes share it, and everything else in memory.
    pub fn new(db: &Database, clock: Clock) -> Self {
        let shared = (db.engine() == Engine::Postgres).then(|| db.clone());
        Self { shared, ..Self::in_memory(clock) }
    }

    /// Counts in the database on either engine. For tests of the statements.
    pub fn shared(db: &Database, clock: Clock) -> Self {
        Self { shared: Some(db.clone()), ..Self::in_memory(clock) }
    }

    fn in_memory(clock: Clock) -> Self {
        Self { memory: Arc::new(MemoryBuckets::new()), shared: None, clock, since_clean_up: Arc::default() }
    }

    /// Spends one request of the subject's budget, or says how long to wait.
    ///
    /// Only the class that guards accounts is shared: a write for every read would cost more than it protects.
    pub async fn charge(&self, class: RouteClass, subject: Subject, budget: Budget) -> Verdict {
        let key = match subject {
            Subject::Address(address) => {
                let [high, low] = address_words(address);
                key_of(&[class.as_str().as_bytes(), b"address", &high.to_be_bytes(), &low.to_be_bytes()])
            }
            Subject::Account(id) => key_of(&[class.as_str().as_bytes(), b"account", id.0.as_bytes()]),
        };
        if class == RouteClass::Auth {
            return self.charge_guarded(key, budget).await;
        }
        self.memory.charge(key, budget, self.now_us())
    }

    /// Spends one of what guards accounts: counted where all nodes see it.
    pub(super) async fn charge_guarded(&self, key: Key, budget: Budget) -> Verdict {
        let now_us = self.now_us();
        if let Some(db) = &self.shared {
            self.clean_up(db, now_us).await;
            match shared_buckets::charge(db, key, budget, now_us).await {
                Ok(verdict) => return verdict,
                Err(error) => report(&error),
            }
        }
        self.memory.charge(key, budget, now_us)
    }

    pub(super) async fn attempt(&self, key: Key) -> Option<u64> {
        let now_us = self.now_us();
        if let Some(db) = &self.shared {
            match shared_buckets::attempt(db, key, now_us).await {
                Ok(wait) => return wait,
                Err(error) => report(&error),
            }
        }
        self.memory.attempt(key, now_us)
    }

    pub(super) async fn forgive(&self, key: Key) {
        if let Some(db) = &self.shared
            && let Err(error) = shared_buckets::forgive(db, key).await
        {
            report(&error);
        }
        self.memory.forgive(key);
    }

    async fn clean_up(&self, db: &Database, now_us: i64) {
        if self.since_clean_up.fetch_add(1, Ordering::Relaxed).is_multiple_of(CLEAN_UP_EVERY)
            && let Err(error) = shared_buckets::remove_settled(db, now_us).await
        {
            report(&error);
        }
    }

    fn now_us(&self) -> i64 {
        self.clock.now().timestamp_micros()
    }
}

/// The node counts alone until the database answers again: limits are a fence, not a gate that may fail shut.
fn report(error: &Failure) {
    tracing::warn!(%error, "limits are counted by this node alone");
}

pub(super) fn key_of(parts: &[&[u8]]) -> Key {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut key = Key::default();
    hasher.finalize_xof().fill(&mut key);
    key
}

/// What of an address counts: all of IPv4, the /64 of IPv6.
pub(super) fn address_words(address: IpAddr) -> [u64; 2] {
    match address.to_canonical() {
        IpAddr::V4(address) => [0, u64::from(address.to_bits())],
        IpAddr::V6(address) => [u64::try_from(address.to_bits() >> 64).unwrap_or(0), 0],
    }
}
