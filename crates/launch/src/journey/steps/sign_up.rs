//! Makes an account with the invitation; the code is typed as people do, in small letters.

use reqwest::Method;
use serde_json::json;

use crate::journey::walk::{StepError, Walk, expect};

pub(super) async fn run(walk: &mut Walk) -> Result<(), StepError> {
    let body = json!({
        "email": walk.email, "display_name": "Visitor", "password": walk.password,
        "invitation": walk.invitation.in_groups().to_lowercase(),
    });
    let response = walk.send_json(Method::POST, "/api/v1/accounts", &body).send().await?;
    expect(response, 201).await?;
    Ok(())
}
