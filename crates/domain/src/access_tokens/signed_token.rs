//! Access tokens: JWT (RFC 7519, profile RFC 9068) signed with Ed25519 (RFC 8037), and nothing else is understood:
//! the algorithm is not the token's to choose. The compact form is a few lines; a JWT library would bring RSA, ECDSA and
//! HMAC with it, which this has to refuse.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sillon_database::{
    Reads,
    ids::{AccountId, SessionId, SigningKeyId},
};

use super::{ACCESS_TOKEN_LASTS, signing_keys::verifying_key};
use crate::{
    Clock, Failure, Settings,
    audit::Origin,
    sessions::{Resumed, resume_client},
};

/// How far the clocks of two nodes may be apart.
const LEEWAY: TimeDelta = TimeDelta::seconds(60);

/// Which service a token is for: one that leaks from a stream does not manage an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// The HTTP API.
    Api,
    /// Uploads and media.
    Stream,
    /// The chat.
    Chat,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    alg: String,
    typ: String,
    kid: SigningKeyId,
}

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Claims {
    /// The instance.
    iss: String,
    /// The account.
    sub: AccountId,
    /// The session: verified against the database at each use.
    sid: SessionId,
    /// The service.
    aud: Service,
    /// Seconds of the Unix epoch.
    iat: i64,
    /// The same; the token is not good from then on.
    exp: i64,
}

impl Claims {
    pub(super) fn new(
        settings: &Settings,
        now: DateTime<Utc>,
        account: AccountId,
        session: SessionId,
        aud: Service,
    ) -> Self {
        let (iat, exp) = (now.timestamp(), (now + ACCESS_TOKEN_LASTS).timestamp());
        Self { iss: issuer(settings), sub: account, sid: session, aud, iat, exp }
    }

    fn are_good(&self, settings: &Settings, now: DateTime<Utc>, service: Service) -> bool {
        let now_s = now.timestamp();
        self.iss == issuer(settings)
            && self.aud == service
            && now_s < self.exp
            && self.iat <= now_s + LEEWAY.num_seconds()
    }
}

fn issuer(settings: &Settings) -> String {
    settings.public_url.clone().unwrap_or_else(|| "urn:sillon".to_owned())
}

/// The token as clients get it.
pub(super) fn sign(kid: SigningKeyId, key: &SigningKey, claims: &Claims) -> String {
    let header = Header { alg: "EdDSA".to_owned(), typ: "at+jwt".to_owned(), kid };
    let part = |json: Vec<u8>| URL_SAFE_NO_PAD.encode(json);
    let header = part(serde_json::to_vec(&header).expect("a header is JSON"));
    let claims = part(serde_json::to_vec(claims).expect("claims are JSON"));
    let signed = format!("{header}.{claims}");
    let signature = key.sign(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

/// A token taken apart, nothing of it believed yet.
struct Unverified<'a> {
    kid: SigningKeyId,
    signed: &'a str,
    claims: &'a str,
    signature: Signature,
}

impl<'a> Unverified<'a> {
    fn parse(token: &'a str) -> Option<Self> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
        let signature = Signature::from_slice(&URL_SAFE_NO_PAD.decode(signature).ok()?).ok()?;
        (header.alg == "EdDSA" && header.typ == "at+jwt").then_some(Self { kid: header.kid, signed, claims, signature })
    }

    fn verify(&self, key: &VerifyingKey) -> Option<Claims> {
        key.verify_strict(self.signed.as_bytes(), &self.signature).ok()?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(self.claims).ok()?).ok()
    }
}

/// The actor of an access token; none when it is not one, is not for this service, is too old, or its session has ended.
pub async fn resume_access_token(
    tx: &impl Reads,
    clock: &Clock,
    settings: &Settings,
    request: &Origin,
    service: Service,
    token: &str,
) -> Result<Option<Resumed>, Failure> {
    let now = clock.now();
    let Some(unverified) = Unverified::parse(token) else { return Ok(None) };
    let Some(key) = verifying_key(tx, now, unverified.kid).await? else { return Ok(None) };
    let claims = unverified.verify(&key).filter(|claims| claims.are_good(settings, now, service));
    let Some(claims) = claims else { return Ok(None) };
    let resumed = resume_client(tx, clock, request, claims.sid).await?;
    Ok(resumed.filter(|resumed| resumed.actor.id() == claims.sub))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use ed25519_dalek::SigningKey;
    use sillon_database::ids::{AccountId, SessionId, SigningKeyId};

    use super::{Claims, Service, Unverified, sign};
    use crate::Settings;

    fn example() -> (SigningKey, String, DateTime<Utc>) {
        let now = DateTime::<Utc>::from_timestamp(1_790_000_000, 0).unwrap();
        let key = SigningKey::from_bytes(&[7; 32]);
        let claims = Claims::new(&Settings::default(), now, AccountId::new(now), SessionId::new(now), Service::Api);
        (key.clone(), sign(SigningKeyId::new(now), &key, &claims), now)
    }

    #[test]
    fn the_signature_is_that_of_rfc_8037() {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        use ed25519_dalek::Signer;
        let secret = URL_SAFE_NO_PAD.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
        let key = SigningKey::from_bytes(&secret.try_into().unwrap());
        let signed = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        let signature = URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes()).to_bytes());
        assert_eq!(signature, "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
        assert_eq!(
            URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes()),
            "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
        );
    }

    #[test]
    fn a_token_is_good_for_ten_minutes_and_its_service() {
        let (key, token, now) = example();
        let claims = Unverified::parse(&token).unwrap().verify(&key.verifying_key()).unwrap();
        let settings = Settings::default();
        assert!(claims.are_good(&settings, now, Service::Api));
        assert!(claims.are_good(&settings, now + TimeDelta::seconds(599), Service::Api));
        assert!(!claims.are_good(&settings, now + TimeDelta::seconds(600), Service::Api));
        assert!(!claims.are_good(&settings, now - TimeDelta::seconds(61), Service::Api));
        assert!(!claims.are_good(&settings, now, Service::Stream));
        let elsewhere = Settings { public_url: Some("https://other.example".to_owned()), ..settings };
        assert!(!claims.are_good(&elsewhere, now, Service::Api));
    }

    #[test]
    fn what_was_changed_or_names_another_algorithm_is_refused() {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let (key, token, _) = example();
        let parts: Vec<_> = token.split('.').collect();
        let other = SigningKey::from_bytes(&[8; 32]).verifying_key();
        assert!(Unverified::parse(&token).unwrap().verify(&other).is_none());
        let mut claims = URL_SAFE_NO_PAD.decode(parts[1]).unwrap();
        claims[10] ^= 1;
        let changed = format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(claims), parts[2]);
        assert!(Unverified::parse(&changed).unwrap().verify(&key.verifying_key()).is_none());
        let header = String::from_utf8(URL_SAFE_NO_PAD.decode(parts[0]).unwrap()).unwrap();
        for alg in ["none", "HS256", "eddsa"] {
            let header = URL_SAFE_NO_PAD.encode(header.replace("EdDSA", alg));
            assert!(Unverified::parse(&format!("{header}.{}.{}", parts[1], parts[2])).is_none(), "{alg}");
        }
        for text in ["", "a.b", "a.b.c", "..", &format!("{token}.x")] {
            assert!(Unverified::parse(text).is_none(), "{text}");
        }
    }
}
