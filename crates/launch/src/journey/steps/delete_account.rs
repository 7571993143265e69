//! Deletes the account. Nobody is signed in with it then, and its tone is no longer heard.

use reqwest::Method;
use serde_json::json;

use crate::journey::walk::{StepError, Walk, expect};

pub(super) async fn run(walk: &mut Walk) -> Result<(), StepError> {
    let body = json!({"current_password": walk.password});
    expect(walk.send_json(Method::DELETE, "/api/v1/accounts/me", &body).send().await?, 200).await?;
    expect(walk.request(Method::GET, "/api/v1/accounts/me").send().await?, 401).await?;
    walk.cookie = None;
    let path = format!("/api/v1/tracks/{}", walk.track_id.as_deref().unwrap_or_default());
    expect(walk.request(Method::GET, &path).send().await?, 404).await?;
    Ok(())
}
