//! `GET /api/v1/admin/people`

use axum::{Json, extract::State};
use serde::Deserialize;
use sillon_domain::{
    Context,
    ids::RoleId,
    people::{self, PeopleFilter},
};
use sillon_http::{ApiResult, QueryParts};
use sillon_protocol::{PersonPage, ProblemDetails};

use super::present_person::present_person;
use crate::pagination::{cursor_of, limit_of};

/// Which people, and which part of their list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PeopleQuery {
    /// Part of the name or of the address.
    #[param(max_length = 254)]
    search: Option<String>,
    /// Id of a role that they have.
    #[param(value_type = Option<uuid::Uuid>)]
    role: Option<RoleId>,
    /// How many, 1 to 100; 30 when it is not given.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// The people of the instance, newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/people", tag = "administration", params(PeopleQuery),
    responses(
        (status = 200, body = PersonPage),
        (status = "default", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_people(
    State(ctx): State<Context>,
    QueryParts(query): QueryParts<PeopleQuery>,
) -> ApiResult<Json<PersonPage>> {
    let (limit, behind) = (limit_of(query.limit)?, cursor_of(query.cursor.as_deref())?);
    let filter = PeopleFilter { search: query.search, role: query.role };
    let page = people::list_people(&ctx.db.read().await?, &filter, behind, limit).await?;
    let items = page.rows.into_iter().map(present_person).collect();
    Ok(Json(PersonPage { items, next_cursor: page.next.map(|cursor| cursor.encode()) }))
}
