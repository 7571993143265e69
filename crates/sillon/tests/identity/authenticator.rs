//! A person's app that shows codes, as another maker than the server's would write it.

use serde_json::json;
use sillon_testing::{Person, TestApp};

/// The password of everybody in these tests.
pub(crate) const PASSWORD: &str = "correct horse";

/// What the app keeps.
#[derive(Clone, Debug)]
pub(crate) struct Authenticator {
    secret: Vec<u8>,
}

impl Authenticator {
    /// Turns two-factor sign-in on and gives the app and the recovery codes.
    pub(crate) async fn set_up(app: &TestApp, person: &Person) -> (Self, Vec<String>) {
        let begun = person.post("/api/v1/accounts/me/two-factor", &json!({"current_password": PASSWORD})).await;
        let begun = begun.expect(201);
        let picture = person.get(begun["qr_url"].as_str().unwrap()).await;
        assert_eq!(picture.headers["content-type"], "image/svg+xml");
        assert!(picture.text().contains("<svg"));
        let this = Self::of_secret(begun["secret"].as_str().unwrap());
        let first = json!({"code": this.code(app)});
        let confirmed = person.post("/api/v1/accounts/me/two-factor/confirm", &first).await.expect(201);
        let codes = confirmed["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned());
        (this, codes.collect())
    }

    /// The app that has this secret.
    pub(crate) fn of_secret(secret: &str) -> Self {
        Self { secret: base32(secret) }
    }

    /// The code of the app's clock, which is the instance's.
    pub(crate) fn code(&self, app: &TestApp) -> String {
        let step = u64::try_from(app.ctx.clock.now().timestamp()).unwrap() / 30;
        hotp(&self.secret, step)
    }

    /// A code of a moment far away.
    pub(crate) fn wrong_code(&self, app: &TestApp) -> String {
        let step = u64::try_from(app.ctx.clock.now().timestamp()).unwrap() / 30;
        hotp(&self.secret, step + 1_000)
    }
}

/// RFC 4226.
fn hotp(secret: &[u8], counter: u64) -> String {
    let mac = hmac_sha1(secret, &counter.to_be_bytes());
    let offset = usize::from(mac[19] & 15);
    let number = u32::from_be_bytes(mac[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// RFC 2104.
fn hmac_sha1(key: &[u8], text: &[u8]) -> [u8; 20] {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let inner = sha1(&[&block.map(|byte| byte ^ 0x36)[..], text].concat());
    sha1(&[&block.map(|byte| byte ^ 0x5c)[..], &inner].concat())
}

/// RFC 3174, whose names the letters are.
#[expect(clippy::many_single_char_names, reason = "they are the names of the specification")]
fn sha1(text: &[u8]) -> [u8; 20] {
    let mut state: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    let mut padded = text.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend_from_slice(&(text.len() as u64 * 8).to_be_bytes());
    for chunk in padded.chunks(64) {
        let mut words: Vec<u32> = chunk.chunks(4).map(|word| u32::from_be_bytes(word.try_into().unwrap())).collect();
        for at in 16..80 {
            words.push((words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16]).rotate_left(1));
        }
        let [mut a, mut b, mut c, mut d, mut e] = state;
        for (at, word) in words.into_iter().enumerate() {
            let (mixed, constant) = match at / 20 {
                0 => ((b & c) | (!b & d), 0x5a82_7999_u32),
                1 => (b ^ c ^ d, 0x6ed9_eba1),
                2 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6),
            };
            let next = a.rotate_left(5).wrapping_add(mixed).wrapping_add(e).wrapping_add(constant).wrapping_add(word);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
        }
        for (sum, word) in state.iter_mut().zip([a, b, c, d, e]) {
            *sum = sum.wrapping_add(word);
        }
    }
    let mut digest = [0_u8; 20];
    for (place, word) in digest.chunks_mut(4).zip(state) {
        place.copy_from_slice(&word.to_be_bytes());
    }
    digest
}

/// RFC 4648, without padding.
fn base32(text: &str) -> Vec<u8> {
    let (mut bits, mut held, mut bytes) = (0_u32, 0_u32, Vec::new());
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => panic!("{text}"),
        };
        (bits, held) = ((bits << 5) | u32::from(value), held + 5);
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 255).unwrap());
        }
    }
    bytes
}

#[test]
fn the_app_shows_the_codes_of_rfc_4226() {
    let secret = b"12345678901234567890";
    assert_eq!(
        ["755224", "287082", "359152"],
        [0, 1, 2].map(|counter| hotp(secret, counter)).each_ref().map(String::as_str)
    );
    assert_eq!(base32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), secret);
}
