//! How much anybody may ask for: requests by address, account and class of route, and attempts to sign in.
//!
//! One node counts in memory, within bounds. Nodes that share PostgreSQL count what guards accounts there, so that a
//! guesser gains nothing by being spread over them; see docs/SECURITY.md for the policy. HTTP does not belong here.

mod budget;
mod charge;
mod client;
mod memory_buckets;
mod redemptions;
mod shared_buckets;
mod sign_in_backoff;

pub use budget::{Budget, Budgets, RouteClass, Verdict};
pub use charge::{Limits, Subject};
pub use client::{AddressRange, ForwardedHeader, LimitSettings};
