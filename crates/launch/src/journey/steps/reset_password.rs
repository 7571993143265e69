//! Forgets the password, sets another one with the link of the mail, and signs in with it. The session of before is over.

use reqwest::Method;
use serde_json::json;
use sillon_domain::invitations::InvitationCode;

use super::log_in;
use crate::journey::walk::{StepError, Walk, expect};

pub(super) async fn run(walk: &mut Walk) -> Result<(), StepError> {
    let request = walk.send_json(Method::POST, "/api/v1/password-resets", &json!({"email": walk.email}));
    expect(request.send().await?, 202).await?;
    let token = walk.token_from_mail("reset-password").await?;
    let password = InvitationCode::random().reveal().to_lowercase();
    let body = json!({"token": token, "password": password});
    expect(walk.send_json(Method::POST, "/api/v1/password-resets/confirm", &body).send().await?, 204).await?;
    expect(walk.request(Method::GET, "/api/v1/accounts/me").send().await?, 401).await?;
    (walk.password, walk.cookie) = (password, None);
    log_in::run(walk).await
}
