//! Password hashes: Argon2id (RFC 9106), 19 MiB, at least two passes, one lane, on a bounded pool.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::Failure;

const MEMORY_KIB: u32 = 19 * 1024;
/// The floor: no hash is made with fewer passes.
pub const LEAST_PASSES: u32 = 2;
const LANES: u32 = 1;

/// A PHC string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordHash(pub String);

/// Hashes and verifies, at most a few at once, so that a flood of logins cannot take every core and all memory.
#[derive(Clone, Debug)]
pub struct PasswordHashing {
    places: Arc<Semaphore>,
    passes: u32,
}

impl PasswordHashing {
    /// A pool of so many places.
    pub fn with_places(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places.max(1))), passes: LEAST_PASSES }
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
        self.run(move || {
            let mut salt = [0_u8; 16];
            getrandom::fill(&mut salt).expect("the operating system gives random bytes");
            let hash = argon2.hash_password_with_salt(password.as_bytes(), &salt);
            hash.map(|hash| PasswordHash(hash.to_string())).map_err(|error| Failure::Broken(format!("argon2: {error}")))
        })
        .await?
    }

    /// Whether the password belongs to the hash. Without a hash it does the same work and says no, so that the time of
    /// an answer does not tell whether an address has an account.
    pub async fn verify(&self, password: String, hash: Option<PasswordHash>) -> Result<bool, Failure> {
        let Some(PasswordHash(hash)) = hash else {
            self.hash(password).await?;
            return Ok(false);
        };
        let argon2 = argon2(self.passes);
        self.run(move || argon2.verify_password(password.as_bytes(), hash.as_str()).is_ok()).await
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

    /// How long one hash takes on this machine, with nothing else on the pool.
    pub async fn measure(&self) -> Result<Duration, Failure> {
        let started = Instant::now();
        self.hash("the time of this one is taken".to_owned()).await?;
        Ok(started.elapsed())
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
        let place = Arc::clone(&self.places).acquire_owned().await.expect("the pool is never closed");
        let done = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        done.await.map_err(|error| Failure::Broken(format!("password hashing: {error}")))
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
