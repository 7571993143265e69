//! Password hashes: Argon2id (RFC 9106), 19 MiB, at least two passes, one lane, on a bounded pool.

use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

use super::hashing_pool::HashingPool;
use crate::Failure;

const MEMORY_KIB: u32 = 19 * 1024;
/// The floor: no hash is made with fewer passes.
pub const LEAST_PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes that wait for one thread; at a fiftieth of a second each, the last one is served within the patience.
const QUEUE_FOR_EACH: usize = 200;
const PATIENCE: Duration = Duration::from_secs(10);

/// A PHC string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordHash(pub String);

/// Hashes and verifies, at most a few at once and with a bounded queue, so that a flood of logins cannot take every
/// core and all memory, nor make others wait without end.
#[derive(Clone, Debug)]
pub struct PasswordHashing {
    pool: HashingPool,
    passes: u32,
}

impl PasswordHashing {
    /// A pool of so many places.
    pub fn with_places(places: usize) -> Self {
        Self::bounded(places, places.max(1) * QUEUE_FOR_EACH, PATIENCE)
    }

    /// A pool of so many places, where at most `waiting` wait, none longer than `patience`.
    pub fn bounded(places: usize, waiting: usize, patience: Duration) -> Self {
        Self { pool: HashingPool::new(places, waiting, patience), passes: LEAST_PASSES }
    }

    /// The same pool with another number of passes, not below the floor.
    #[must_use]
    pub fn with_passes(self, passes: u32) -> Self {
        Self { passes: passes.max(LEAST_PASSES), ..self }
    }

    /// How many passes new hashes are made with.
    pub fn passes(&self) -> u32 {
        self.passes
    }

    /// Hashes a password with a new salt.
    pub async fn hash(&self, password: String) -> Result<PasswordHash, Failure> {
        let argon2 = argon2(self.passes);
        let hashed = self.pool.run(move || {
            let mut salt = [0_u8; 16];
            getrandom::fill(&mut salt).expect("the operating system gives random bytes");
            argon2.hash_password_with_salt(password.as_bytes(), &salt).map(|hash| hash.to_string())
        });
        hashed.await?.map(PasswordHash).map_err(|error| Failure::Broken(format!("argon2: {error}")))
    }

    /// Whether the password belongs to the hash. Without a hash it does the same work and says no, so that the time of
    /// an answer does not tell whether an address has an account.
    pub async fn verify(&self, password: String, hash: Option<PasswordHash>) -> Result<bool, Failure> {
        let Some(PasswordHash(hash)) = hash else {
            self.hash(password).await?;
            return Ok(false);
        };
        let argon2 = argon2(self.passes);
        self.pool.run(move || argon2.verify_password(password.as_bytes(), hash.as_str()).is_ok()).await
    }

    /// Whether a hash was made with less work than new ones are.
    pub fn is_outdated(&self, hash: &PasswordHash) -> bool {
        let wanted = [("m", MEMORY_KIB), ("t", self.passes), ("p", LANES)];
        let parameters = hash.0.split('$').nth(3).unwrap_or_default();
        let of = |name: &str| {
            parameters.split(',').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name)?.1.parse().ok())
        };
        !hash.0.starts_with("$argon2id$") || wanted.iter().any(|(name, least)| of(name).unwrap_or(0_u32) < *least)
    }
}

fn argon2(passes: u32) -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, passes, LANES, None).expect("the parameters are within Argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::{PasswordHash, PasswordHashing};

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let pool = PasswordHashing::with_places(1);
        let hash = pool.hash("correct horse".to_owned()).await.unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
        assert!(pool.verify("correct horse".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!pool.verify("wrong horse".to_owned(), Some(hash)).await.unwrap());
        assert!(!pool.verify("correct horse".to_owned(), None).await.unwrap());
    }

    #[tokio::test]
    async fn a_hash_of_fewer_passes_is_outdated_and_still_verified() {
        let old = PasswordHashing::with_places(1);
        let hash = old.hash("correct horse".to_owned()).await.unwrap();
        let raised = old.clone().with_passes(3);
        assert!(!old.is_outdated(&hash));
        assert!(raised.is_outdated(&hash));
        assert!(raised.verify("correct horse".to_owned(), Some(hash)).await.unwrap());
        assert!(raised.is_outdated(&PasswordHash("$2b$12$something".to_owned())));
        assert_eq!(old.with_passes(1).passes(), 2, "the floor holds");
    }
}
