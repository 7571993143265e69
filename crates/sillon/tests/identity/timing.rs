//! The time of an answer does not tell who has an account. Judged by statistics, not by a threshold on single answers:
//! Welch's t over interleaved samples, with the bound that is usual for leaks (4.5), and never for a difference that is
//! smaller than what a network hides.

use std::time::Instant;

use serde_json::{Value, json};
use sillon_testing::{TestApp, db_test};

use crate::authenticator::PASSWORD;

/// |t| below this is no evidence of a leak (Goodwill et al., "A testing methodology for side-channel resistance").
const LEAK: f64 = 4.5;
/// Part of the mean that a difference must exceed to matter.
const MATTERS: f64 = 0.05;

async fn seconds(app: &TestApp, path: &str, body: &Value) -> f64 {
    let person = app.visitor();
    let started = Instant::now();
    person.post(path, body).await;
    started.elapsed().as_secs_f64()
}

/// Mean and its squared standard error, of the samples without the slowest tenth (the machine's other work).
fn summary(mut samples: Vec<f64>) -> (f64, f64) {
    samples.sort_by(f64::total_cmp);
    samples.truncate(samples.len() * 9 / 10);
    #[expect(clippy::cast_precision_loss, reason = "some hundred samples")]
    let count = samples.len() as f64;
    let mean = samples.iter().sum::<f64>() / count;
    let variance = samples.iter().map(|sample| (sample - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, variance / count)
}

async fn compare(app: &TestApp, path: &str, bodies: [Value; 2], rounds: usize) {
    let mut samples = [Vec::new(), Vec::new()];
    for round in 0..rounds {
        for turn in 0..2 {
            // Who goes first changes, so that neither always follows the other.
            let which = (round + turn) % 2;
            samples[which].push(seconds(app, path, &bodies[which]).await);
        }
    }
    let [known, unknown] = samples.map(summary);
    let difference = (known.0 - unknown.0).abs();
    let t = difference / (known.1 + unknown.1).sqrt();
    let part = difference / known.0.max(unknown.0);
    println!("{path}: known {:.3} ms, unknown {:.3} ms, t = {t:.2}", known.0 * 1e3, unknown.0 * 1e3);
    assert!(t < LEAK || part < MATTERS, "{path}: t = {t:.2}, difference {:.1} %", part * 100.0);
}

#[db_test]
async fn a_request_for_a_reset_takes_as_long_for_an_unknown_address(app: &TestApp) {
    app.admin().await;
    let bodies = ["admin@example.org", "nobody@example.org"].map(|email| json!({"email": email}));
    compare(app, "/api/v1/password-resets", bodies, 300).await;
}

#[db_test]
async fn a_sign_in_takes_as_long_for_an_unknown_address(app: &TestApp) {
    app.admin().await;
    let bodies =
        ["admin@example.org", "nobody@example.org"].map(|email| json!({"email": email, "password": "wrong horse"}));
    compare(app, "/api/v1/sessions", bodies, 60).await;
}

#[db_test]
async fn a_token_costs_little_more_than_a_cookie(app: &TestApp) {
    let admin = app.admin().await;
    let login = json!({"email": "admin@example.org", "password": PASSWORD, "name": "telephone"});
    let tokens = app.visitor().post("/api/v1/tokens", &login).await.expect(201);
    let new = json!({"name": "script", "scopes": ["read"], "days": 30, "current_password": PASSWORD});
    let made = admin.post("/api/v1/accounts/me/api-tokens", &new).await.expect(201);
    let bearer = admin.with_bearer(tokens["access_tokens"]["api"].as_str().unwrap());
    let api = admin.with_bearer(made["secret"].as_str().unwrap());
    let people = [("cookie", &admin), ("access token", &bearer), ("API token", &api)];
    let mut samples = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..200 {
        for ((_, person), samples) in people.iter().zip(&mut samples) {
            let started = Instant::now();
            person.get("/api/v1/accounts/me").await.expect(200);
            samples.push(started.elapsed().as_secs_f64());
        }
    }
    let medians = samples.map(|mut samples| {
        samples.sort_by(f64::total_cmp);
        samples[samples.len() / 2]
    });
    for ((name, _), median) in people.iter().zip(medians) {
        println!("{name}: {:.3} ms a request", median * 1e3);
    }
    // One more query and one signature; the machine's other work is the rest of the bound.
    assert!(medians[1] < medians[0] * 4.0 && medians[2] < medians[0] * 2.0, "{medians:?}");
}
