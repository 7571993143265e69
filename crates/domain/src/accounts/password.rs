//! Password hashes: Argon2id (RFC 9106), 19 MiB, two passes, one lane, on a bounded pool.

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::Failure;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A PHC string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordHash(pub String);

/// Hashes and verifies, at most a few at once, so that a flood of logins cannot take every core and all memory.
#[derive(Clone, Debug)]
pub struct PasswordHashing {
    places: Arc<Semaphore>,
}

impl PasswordHashing {
    /// A pool of so many places.
    pub fn with_places(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places.max(1))) }
    }

    /// Hashes a password with a new salt.
    pub async fn hash(&self, password: String) -> Result<PasswordHash, Failure> {
        self.run(move || {
            let mut salt = [0_u8; 16];
            getrandom::fill(&mut salt).expect("the operating system gives random bytes");
            let hash = argon2().hash_password_with_salt(password.as_bytes(), &salt);
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
        self.run(move || argon2().verify_password(password.as_bytes(), hash.as_str()).is_ok()).await
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

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within Argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::PasswordHashing;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let pool = PasswordHashing::with_places(1);
        let hash = pool.hash("correct horse".to_owned()).await.unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
        assert!(pool.verify("correct horse".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!pool.verify("wrong horse".to_owned(), Some(hash)).await.unwrap());
        assert!(!pool.verify("correct horse".to_owned(), None).await.unwrap());
    }
}
