//! From six signals to one word.

use sillon_database::entities::launch_observation::SignalState;

/// Whether to open the doors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every signal is green.
    Go,
    /// A signal could not be checked; none is red.
    Hold,
    /// A signal is red.
    NoGo,
}

impl Verdict {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Go => "GO",
            Self::Hold => "HOLD",
            Self::NoGo => "NO-GO",
        }
    }
}

/// Any red is NO-GO; else any that could not be checked, or none at all, is HOLD; else GO. What is not known is never
/// green.
pub fn verdict(states: impl IntoIterator<Item = SignalState>) -> Verdict {
    let states: Vec<_> = states.into_iter().collect();
    if states.contains(&SignalState::Red) {
        Verdict::NoGo
    } else if states.is_empty() || states.contains(&SignalState::Unchecked) {
        Verdict::Hold
    } else {
        Verdict::Go
    }
}

#[cfg(test)]
mod tests {
    use sillon_database::entities::launch_observation::SignalState::{Green, Red, Unchecked};

    use super::{Verdict, verdict};

    #[test]
    fn red_outweighs_unchecked_and_unchecked_outweighs_green() {
        assert_eq!(verdict([Green, Green]), Verdict::Go);
        assert_eq!(verdict([Green, Unchecked]), Verdict::Hold);
        assert_eq!(verdict([Unchecked, Red, Green]), Verdict::NoGo);
    }

    #[test]
    fn nothing_at_all_is_not_go() {
        assert_eq!(verdict([]), Verdict::Hold);
    }
}
