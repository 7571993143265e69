//! The steps in their order. To add one: write its file, and its line here.

mod fetch_and_decode;
mod log_in;
mod sign_up;
mod upload_tone;
mod wait_for_encode;

use super::run_journey::Step;

pub(super) const STEPS: [Step; 5] = [
    ("sign up with the invitation", |walk| Box::pin(sign_up::run(walk))),
    ("log in", |walk| Box::pin(log_in::run(walk))),
    ("upload a tone", |walk| Box::pin(upload_tone::run(walk))),
    ("wait for the encode", |walk| Box::pin(wait_for_encode::run(walk))),
    ("fetch and decode", |walk| Box::pin(fetch_and_decode::run(walk))),
];
