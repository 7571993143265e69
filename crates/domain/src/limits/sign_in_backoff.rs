//! Attempts to sign in, counted for an account and an address together.
//!
//! Five are free; each further one doubles the wait, up to about nine minutes, until one succeeds or a day passes.
//! Because the address is part of the key, others cannot lock the owner out: their wait is theirs. An attempt counts
//! when it begins, so that many at once gain nothing.

use std::net::IpAddr;

use sillon_protocol::ErrorCode;

use super::{
    Limits,
    charge::{Key, address_words, key_of},
};
use crate::Failure;

const FREE: i32 = 5;
/// Longest wait is two to the power of (`MOST` - `FREE`) seconds.
const MOST: i32 = 14;
const REMEMBERED_US: i64 = 24 * 3600 * 1_000_000;

/// What is known of an account and an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attempts {
    pub(super) count: i32,
    pub(super) last_us: i64,
}

impl Attempts {
    pub(super) fn first(now_us: i64) -> Self {
        Self { count: 1, last_us: now_us }
    }

    pub(super) fn and_one_more(self, now_us: i64) -> Self {
        if self.forgotten_at_us() <= now_us {
            return Self::first(now_us);
        }
        Self { count: (self.count + 1).min(MOST), last_us: now_us }
    }

    pub(super) fn forgotten_at_us(&self) -> i64 {
        self.last_us + REMEMBERED_US
    }

    fn free_at_us(self) -> i64 {
        if self.count < FREE { self.last_us } else { self.last_us + (1 << (self.count - FREE)) * 1_000_000 }
    }

    /// Seconds to wait before the next attempt; none when it may begin. A clock that was set back locks nobody out.
    pub(super) fn wait_s(self, now_us: i64) -> Option<u64> {
        let wait_us = self.free_at_us() - now_us;
        (wait_us > 0 && self.last_us <= now_us).then(|| u64::try_from(wait_us).unwrap_or(0).div_ceil(1_000_000))
    }
}

impl Limits {
    /// Counts an attempt to sign in to the account of this mail address (as it is compared), or refuses it.
    ///
    /// The answer is the same whether or not there is such an account. Without a connection (in the process) nothing counts.
    pub async fn begin_sign_in(&self, email_key: &str, address: Option<IpAddr>) -> Result<(), Failure> {
        let Some(address) = address else { return Ok(()) };
        match self.attempt(pair(email_key, address)).await {
            None => Ok(()),
            Some(seconds) => Err(Failure::wait(ErrorCode::TooManyRequests, seconds)),
        }
    }

    /// Forgets the attempts: the last one succeeded.
    pub async fn sign_in_succeeded(&self, email_key: &str, address: Option<IpAddr>) {
        if let Some(address) = address {
            self.forgive(pair(email_key, address)).await;
        }
    }
}

fn pair(email_key: &str, address: IpAddr) -> Key {
    let [high, low] = address_words(address);
    key_of(&[b"sign-in", &high.to_be_bytes(), &low.to_be_bytes(), email_key.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::Attempts;

    const SECOND: i64 = 1_000_000;

    #[test]
    fn waits_double_and_end() {
        let mut attempts = Attempts::first(0);
        let mut now = 0;
        let mut waits = Vec::new();
        for _ in 0..16 {
            let wait = attempts.wait_s(now).unwrap_or(0);
            waits.push(wait);
            now += i64::try_from(wait).unwrap() * SECOND;
            assert_eq!(attempts.wait_s(now), None);
            attempts = attempts.and_one_more(now);
        }
        assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512]);
        assert_eq!(attempts.and_one_more(now + 25 * 3600 * SECOND).count, 1);
        assert_eq!(attempts.wait_s(now - 3600 * SECOND), None, "a clock that was set back locks nobody out");
    }
}
