//! Codes of the moment: SHA-1, six digits, thirty seconds, as every authenticator app knows them.

use qrcode::{QrCode, render::svg};
use sillon_database::ids::AccountId;
use totp_rs::{Algorithm, Builder, Totp};

use crate::{Failure, Seal, Sealing};

const STEP_S: u64 = 30;
const SECRET_BYTES: usize = 20;

/// A secret that a person's app shares with the instance.
#[derive(Clone)]
pub(super) struct TotpSecret([u8; SECRET_BYTES]);

impl TotpSecret {
    pub(super) fn random() -> Self {
        let mut bytes = [0_u8; SECRET_BYTES];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        Self(bytes)
    }

    pub(super) fn seal(&self, sealing: &Sealing, account: AccountId) -> Vec<u8> {
        sealing.seal(seal_of(&account), &self.0)
    }

    pub(super) fn open(sealing: &Sealing, account: AccountId, sealed: &[u8]) -> Result<Self, Failure> {
        let broken = || Failure::Broken("a second factor was sealed with another secret of the instance".to_owned());
        let plain = sealing.open(seal_of(&account), sealed).ok_or_else(broken)?;
        Ok(Self(plain.try_into().map_err(|_| broken())?))
    }

    /// The time step whose code this is, one step early or late at most.
    pub(super) fn step_of(&self, code: &str, now_s: i64) -> Option<i64> {
        let now_s = u64::try_from(now_s).ok()?;
        let step = self.totp("", "").check(code, now_s)?;
        i64::try_from(step).ok()
    }

    /// The secret as people type it.
    pub(super) fn base32(&self) -> String {
        self.totp("", "").secret().to_base32()
    }

    /// The address that a QR code holds.
    pub(super) fn url(&self, instance: &str, email: &str) -> Result<String, Failure> {
        self.totp(instance, email).to_url().map_err(|error| Failure::Broken(format!("otpauth: {error}")))
    }

    fn totp(&self, instance: &str, email: &str) -> Totp {
        // The URL separates the two names by a colon.
        let name = |text: &str| text.replace(':', ".");
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(STEP_S)
            .with_secret(self.0)
            .with_issuer(Some(name(instance)))
            .with_account_name(name(email))
            .build()
            .expect("these parameters are those of RFC 6238")
    }
}

fn seal_of(account: &AccountId) -> Seal<'_> {
    Seal { purpose: "totp", owner: account.0.as_bytes() }
}

/// The address as a picture that a telephone reads.
pub(super) fn qr_svg(url: &str) -> Result<String, Failure> {
    let code = QrCode::new(url).map_err(|error| Failure::Broken(format!("QR code: {error}")))?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(240, 240).build())
}

#[cfg(test)]
mod tests {
    use super::TotpSecret;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        let secret = TotpSecret(*b"12345678901234567890");
        for (code, now_s) in
            [("287082", 59), ("081804", 1_111_111_109), ("005924", 1_234_567_890), ("279037", 2_000_000_000)]
        {
            assert_eq!(secret.step_of(code, now_s), Some(now_s / 30), "{now_s}");
            assert_eq!(secret.step_of(code, now_s + 30), Some(now_s / 30), "one step late");
            assert_eq!(secret.step_of(code, now_s + 90), None, "three steps late");
        }
        assert_eq!(secret.step_of("", 59), None);
        assert_eq!(secret.step_of("28708", 59), None);
    }

    #[test]
    fn the_address_names_the_instance_and_the_person() {
        let secret = TotpSecret(*b"12345678901234567890");
        let url = secret.url("My: place", "ada@example.org").unwrap();
        assert!(url.starts_with("otpauth://totp/") && url.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{url}");
        assert!(super::qr_svg(&url).unwrap().contains("<svg"));
    }
}
