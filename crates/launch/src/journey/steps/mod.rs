//! The steps in their order. To add one: write its file, and its line here.

mod delete_account;
mod fetch_and_decode;
mod log_in;
mod reset_password;
mod sign_up;
mod upload_tone;
mod verify_address;
mod wait_for_encode;

use super::run_journey::Step;

pub(super) const STEPS: [Step; 8] = [
    Step::new("sign up with the invitation", |walk| Box::pin(sign_up::run(walk))),
    Step::new("log in", |walk| Box::pin(log_in::run(walk))),
    Step::new("verify the mail", |walk| Box::pin(verify_address::run(walk))).with_mails(),
    Step::new("upload a tone", |walk| Box::pin(upload_tone::run(walk))),
    Step::new("wait for the encode", |walk| Box::pin(wait_for_encode::run(walk))),
    Step::new("fetch and decode", |walk| Box::pin(fetch_and_decode::run(walk))),
    Step::new("reset the password", |walk| Box::pin(reset_password::run(walk))).with_mails(),
    Step::new("delete the account", |walk| Box::pin(delete_account::run(walk))),
];
