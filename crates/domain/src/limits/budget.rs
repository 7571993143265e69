//! Budgets, and the generic cell rate algorithm (ITU-T I.371) that keeps one with a single number: the instant at which
//! everything that was asked for is paid off. Where that number is kept does not belong here.

/// What a route costs those who serve it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RouteClass {
    /// Passwords, tokens, new accounts: each request is a guess or costs a hash.
    Auth,
    /// Changes something.
    Write,
    /// Reads rows.
    Read,
    /// Takes in a file.
    Upload,
    /// Hands out sound and pictures.
    Media,
}

impl RouteClass {
    /// Every class.
    pub const ALL: [Self; 5] = [Self::Auth, Self::Write, Self::Read, Self::Upload, Self::Media];

    /// As it stands in headers and metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Write => "write",
            Self::Read => "read",
            Self::Upload => "upload",
            Self::Media => "media",
        }
    }
}

/// So many requests in a window; all of them at once is fine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Requests, at least 1.
    pub requests: u32,
    /// Length of the window in seconds, at least 1.
    pub window_s: u32,
}

/// A budget for each class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets {
    /// For each of [`RouteClass::ALL`].
    pub per_minute: [u32; 5],
}

impl Default for Budgets {
    fn default() -> Self {
        Self { per_minute: [60, 300, 1200, 60, 6000] }
    }
}

impl Budgets {
    /// The budget of a class.
    pub fn of(&self, class: RouteClass) -> Budget {
        Budget { requests: self.per_minute[class as usize].max(1), window_s: 60 }
    }
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The budget that was asked.
    pub budget: Budget,
    /// Requests that are left now.
    pub remaining: u32,
    /// Seconds until the whole budget is there again.
    pub reset_s: u64,
    /// Seconds to wait, when the request is refused.
    pub refused_for_s: Option<u64>,
}

impl Budget {
    pub(super) fn window_us(self) -> i64 {
        i64::from(self.window_s) * 1_000_000
    }

    pub(super) fn interval_us(self) -> i64 {
        self.window_us() / i64::from(self.requests.max(1))
    }

    /// The paid-off instant after one more request, unless the budget is spent.
    ///
    /// An instant further off than a window cannot be ours (the clock was set back): it counts as none.
    pub(super) fn spend(self, paid_off_us: Option<i64>, now_us: i64) -> Option<i64> {
        let before = paid_off_us.filter(|at| *at <= now_us + self.window_us()).unwrap_or(now_us).max(now_us);
        let after = before + self.interval_us();
        (after - now_us <= self.window_us()).then_some(after)
    }

    /// What to tell the client; `paid_off_us` is the instant before a refusal or after a request that was let through.
    pub(super) fn verdict(self, paid_off_us: i64, now_us: i64, let_through: bool) -> Verdict {
        let debt_us = (paid_off_us - now_us).max(0);
        let left_us = self.window_us() - debt_us;
        let wait_us = debt_us + self.interval_us() - self.window_us();
        Verdict {
            budget: self,
            remaining: if let_through { u32::try_from(left_us / self.interval_us()).unwrap_or(0) } else { 0 },
            reset_s: seconds(debt_us),
            refused_for_s: (!let_through).then(|| seconds(wait_us).max(1)),
        }
    }
}

fn seconds(us: i64) -> u64 {
    u64::try_from(us).unwrap_or(0).div_ceil(1_000_000)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Budget;

    const SIX: Budget = Budget { requests: 6, window_s: 60 };
    const SECOND: i64 = 1_000_000;

    #[test]
    fn a_burst_passes_and_then_one_request_each_interval() {
        let mut paid_off = None;
        for left in (0..6).rev() {
            paid_off = SIX.spend(paid_off, 0);
            assert_eq!(SIX.verdict(paid_off.unwrap(), 0, true).remaining, left);
        }
        assert_eq!(SIX.spend(paid_off, 0), None);
        let refused = SIX.verdict(paid_off.unwrap(), 0, false);
        assert_eq!((refused.refused_for_s, refused.reset_s), (Some(10), 60));
        assert_eq!(SIX.spend(paid_off, 10 * SECOND - 1), None);
        assert!(SIX.spend(paid_off, 10 * SECOND).is_some());
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_out() {
        let paid_off = SIX.spend(None, 1000 * SECOND);
        assert!(SIX.spend(paid_off, 0).is_some());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_window_lets_more_than_twice_the_budget_through(
            requests in 1_u32..50,
            mut instants in prop::collection::vec(0_i64..300 * SECOND, 1..400),
        ) {
            let budget = Budget { requests, window_s: 60 };
            instants.sort_unstable();
            let (mut paid_off, mut passed) = (None, Vec::new());
            for now in instants {
                if let Some(after) = budget.spend(paid_off, now) {
                    paid_off = Some(after);
                    passed.push(now);
                }
            }
            for (place, first) in passed.iter().enumerate() {
                let within = passed[place..].iter().take_while(|at| **at - first < 60 * SECOND).count();
                prop_assert!(within <= 2 * requests as usize);
            }
        }
    }
}
