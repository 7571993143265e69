//! Who listens, in a form that is good for one day.

use sillon_database::ids::{AccountId, VisitId};

use crate::sessions::Actor;

const HASH_BYTES: usize = 16;

/// Whose ears these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listener {
    /// Somebody who is signed in: the same on every device.
    Account(AccountId),
    /// Somebody who is not: the same for one visit in one browser.
    Visit(VisitId),
}

impl Listener {
    /// The person who is signed in, or else the visit.
    pub fn of(actor: Option<&Actor>, visit: VisitId) -> Self {
        actor.map_or(Self::Visit(visit), |actor| Self::Account(actor.id()))
    }

    /// BLAKE3 keyed with the salt of the day, cut to 16 bytes. Without the salt nobody can tell whose it is, and the hashes
    /// of two days cannot be matched.
    pub(super) fn hash(self, salt: &[u8; 32]) -> Vec<u8> {
        let mut hasher = blake3::Hasher::new_keyed(salt);
        match self {
            Self::Account(id) => hasher.update(b"account").update(id.0.as_bytes()),
            Self::Visit(id) => hasher.update(b"visit").update(id.0.as_bytes()),
        };
        hasher.finalize().as_bytes()[..HASH_BYTES].to_vec()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use sillon_database::ids::{AccountId, VisitId};

    use super::Listener;

    #[test]
    fn a_hash_depends_on_the_day_and_on_the_kind_of_listener() {
        let id = AccountId::new(DateTime::<Utc>::UNIX_EPOCH);
        let (account, visit) = (Listener::Account(id), Listener::Visit(VisitId(id.0)));
        assert_eq!(account.hash(&[1; 32]), account.hash(&[1; 32]));
        assert_ne!(account.hash(&[1; 32]), account.hash(&[2; 32]));
        assert_ne!(account.hash(&[1; 32]), visit.hash(&[1; 32]));
    }
}
