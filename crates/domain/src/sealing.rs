//! Seals small secrets that must be read again (TOTP secrets, signing keys), so that no look at their table or at a log of
//! queries shows them. The key is derived from the instance's secret, which is in the same database: whoever has a whole
//! copy of the database has them, and a backup is to be kept like a password (docs/SECURITY.md).
//! What is only compared is hashed instead, and does not belong here.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

use sillon_database::{Reads, WriteTx};

use crate::{Failure, find_instance_secret, instance_secret};

const NONCE_BYTES: usize = 24;

/// Seals with keys that are derived from the instance's secret, one for each purpose.
#[derive(Clone)]
pub struct Sealing {
    secret: [u8; 32],
}

/// What a sealed text is about. A text that was sealed for one purpose or owner cannot be opened for another.
#[derive(Clone, Copy, Debug)]
pub struct Seal<'a> {
    /// What the text is for; each purpose has a key of its own.
    pub purpose: &'static str,
    /// Whose it is.
    pub owner: &'a [u8],
}

const PURPOSE: &str = "sillon 2026-11 domain: sealing of TOTP secrets and signing keys";

impl Sealing {
    /// Seals with the instance's secret, which is made when it is first needed.
    pub async fn of_instance(tx: &mut WriteTx) -> Result<Self, Failure> {
        Ok(Self { secret: instance_secret(tx).await?.key_for(PURPOSE) })
    }

    /// Opens what was sealed before; none when the instance has no secret yet, and so nothing was sealed.
    pub async fn find(tx: &impl Reads) -> Result<Option<Self>, Failure> {
        Ok(find_instance_secret(tx).await?.map(|secret| Self { secret: secret.key_for(PURPOSE) }))
    }

    /// XChaCha20-Poly1305 under a random nonce, which stands before the text.
    pub fn seal(&self, seal: Seal<'_>, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0_u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).expect("the operating system gives random bytes");
        let payload = Payload { msg: plain, aad: seal.owner };
        let sealed = self.cipher(seal.purpose).encrypt(&XNonce::from(nonce), payload);
        [&nonce[..], &sealed.expect("a short text can be sealed")].concat()
    }

    /// The text; none when it was sealed with another secret, for another purpose or owner, or was changed.
    pub fn open(&self, seal: Seal<'_>, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let payload = Payload { msg: sealed, aad: seal.owner };
        self.cipher(seal.purpose).decrypt(&XNonce::from(*nonce), payload).ok()
    }

    fn cipher(&self, purpose: &str) -> XChaCha20Poly1305 {
        let key = blake3::keyed_hash(&self.secret, purpose.as_bytes());
        XChaCha20Poly1305::new(key.as_bytes().into())
    }
}

impl std::fmt::Debug for Sealing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealing(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Seal, Sealing};

    #[test]
    fn only_the_same_secret_purpose_and_owner_open_it() {
        let sealing = Sealing { secret: [1; 32] };
        let seal = Seal { purpose: "totp", owner: b"ada" };
        let sealed = sealing.seal(seal, b"twenty random bytes.");
        assert_eq!(sealing.open(seal, &sealed).as_deref(), Some(&b"twenty random bytes."[..]));
        assert_ne!(sealed, sealing.seal(seal, b"twenty random bytes."), "the nonce is new each time");
        assert_eq!(sealing.open(Seal { owner: b"ben", ..seal }, &sealed), None);
        assert_eq!(sealing.open(Seal { purpose: "keys", ..seal }, &sealed), None);
        assert_eq!(Sealing { secret: [2; 32] }.open(seal, &sealed), None);
        let mut changed = sealed;
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(sealing.open(seal, &changed), None);
        assert_eq!(sealing.open(seal, b"short"), None);
    }
}
