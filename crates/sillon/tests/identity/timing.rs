//! The time of an answer does not tell who has an account. Judged by statistics, not by a threshold on single answers:
//! Welch's t over interleaved samples, with the bound that is usual for leaks (4.5), and never for a difference that is
//! smaller than what a network hides.

use std::time::Instant;

use serde_json::{Value, json};
use sillon_testing::{TestApp, db_test};

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

#[expect(clippy::print_stdout, reason = "what was measured is a result of this test")]
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
