//! Attempts to use an invitation, counted for the client's address and for the mail address it is said to be for.
//!
//! Eighty random bits are not guessed; this keeps those who try from the database. A client may stand for a room full of
//! people on the day of the launch, so its budget is wide.

use std::net::IpAddr;

use sillon_protocol::ErrorCode;

use super::{
    Budget, Limits,
    charge::{Key, address_words, key_of},
};
use crate::Failure;

const HOUR_S: u32 = 3600;
const OF_A_CLIENT: Budget = Budget { requests: 100, window_s: HOUR_S };
const OF_A_MAIL_ADDRESS: Budget = Budget { requests: 10, window_s: HOUR_S };

impl Limits {
    /// Counts an attempt with a code for this mail address (as it is compared), or refuses it.
    ///
    /// It counts when it begins, so that many at once gain nothing. Without a connection (in the process) nothing counts.
    pub async fn begin_redemption(&self, email_key: &str, client: Option<IpAddr>) -> Result<(), Failure> {
        let Some(client) = client else { return Ok(()) };
        for (key, budget) in [(of_client(client), OF_A_CLIENT), (of_mail_address(email_key), OF_A_MAIL_ADDRESS)] {
            if let Some(seconds) = self.charge_guarded(key, budget).await.refused_for_s {
                return Err(Failure::wait(ErrorCode::TooManyRequests, seconds));
            }
        }
        Ok(())
    }
}

fn of_client(client: IpAddr) -> Key {
    let [high, low] = address_words(client);
    key_of(&[b"redemption", b"address", &high.to_be_bytes(), &low.to_be_bytes()])
}

fn of_mail_address(email_key: &str) -> Key {
    key_of(&[b"redemption", b"mail address", email_key.as_bytes()])
}
