//! `PATCH /api/v1/accounts/me`

use axum::{Json, extract::State};
use sillon_domain::{
    Context,
    database::entities::account,
    pictures::{Subject, find_slot},
    profiles::{ProfileChange, change_profile},
};
use sillon_http::{ApiResult, JsonBody, SignedIn};
use sillon_protocol::{self as protocol, Account, ChangeProfile, ProblemDetails};

use crate::accounts::present_account;

/// Changes what the person says about themselves, to whom, and in which language they are written.
#[utoipa::path(
    patch, path = "/api/v1/accounts/me", tag = "accounts", request_body = ChangeProfile,
    responses(
        (status = 200, body = Account),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_own_profile(
    State(ctx): State<Context>,
    SignedIn(actor): SignedIn,
    JsonBody(body): JsonBody<ChangeProfile>,
) -> ApiResult<Json<Account>> {
    let mut tx = ctx.db.write().await?;
    let account = change_profile(&mut tx, &actor, change(body)).await?;
    let pictures = find_slot(&tx, Subject::Account(account.id)).await?;
    tx.commit().await?;
    Ok(Json(present_account(account, pictures.shown.as_ref())))
}

fn change(body: ChangeProfile) -> ProfileChange {
    let language = body.language.map(|language| match language {
        protocol::Language::En => account::Language::English,
        protocol::Language::Fr => account::Language::French,
    });
    let visibility = body.profile_visibility.map(|visibility| match visibility {
        protocol::ProfileVisibility::Everyone => account::ProfileVisibility::Everyone,
        protocol::ProfileVisibility::Members => account::ProfileVisibility::Members,
        protocol::ProfileVisibility::Nobody => account::ProfileVisibility::Nobody,
    });
    ProfileChange { display_name: body.display_name, bio: body.bio, links: body.links, language, visibility }
}
