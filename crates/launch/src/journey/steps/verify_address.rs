//! Opens the link of the mail that verifies the address.

use reqwest::Method;
use serde_json::json;
use sillon_protocol::Account;

use crate::journey::walk::{StepError, Walk, expect, read};

pub(super) async fn run(walk: &mut Walk) -> Result<(), StepError> {
    let token = walk.token_from_mail("verify-address").await?;
    let path = "/api/v1/address-verifications/confirm";
    expect(walk.send_json(Method::POST, path, &json!({"token": token})).send().await?, 204).await?;
    let response = expect(walk.request(Method::GET, "/api/v1/accounts/me").send().await?, 200).await?;
    let account: Account = read(response).await?;
    if account.email_verified { Ok(()) } else { Err(StepError("the address is not verified afterwards".to_owned())) }
}
