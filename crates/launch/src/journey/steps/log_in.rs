//! Begins a session, and sees in it who one is.

use reqwest::Method;
use serde_json::json;
use sillon_protocol::Account;

use crate::journey::walk::{StepError, Walk, expect, read};

pub(super) async fn run(walk: &mut Walk) -> Result<(), StepError> {
    let body = json!({"email": walk.email, "password": walk.password});
    let response = expect(walk.send_json(Method::POST, "/api/v1/sessions", &body).send().await?, 201).await?;
    walk.remember(&response);
    let response = expect(walk.request(Method::GET, "/api/v1/accounts/me").send().await?, 200).await?;
    let account: Account = read(response).await?;
    if account.email == walk.email { Ok(()) } else { Err(StepError("the session is of somebody else".to_owned())) }
}
