//! Query parameters of lists.

use serde::{Deserialize, Serialize};
use sillon_domain::Cursor;
use sillon_http::{ApiError, ApiResult};
use sillon_protocol::ErrorCode;
use utoipa::IntoParams;

const DEFAULT_LIMIT: u64 = 30;
const MAX_LIMIT: u64 = 100;

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// How many, 1 to 100; 30 when it is not given.
    #[param(minimum = 1, maximum = 100)]
    pub(crate) limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub(crate) cursor: Option<String>,
}

impl PageQuery {
    /// The limit, checked.
    pub(crate) fn limit(&self) -> ApiResult<u64> {
        match self.limit.unwrap_or(DEFAULT_LIMIT) {
            limit @ 1..=MAX_LIMIT => Ok(limit),
            _ => Err(ApiError::refused(ErrorCode::InvalidQuery, "limit is a number from 1 to 100.")),
        }
    }

    /// The cursor, if one was given.
    pub(crate) fn cursor<Id: Serialize + for<'de> Deserialize<'de>>(&self) -> ApiResult<Option<Cursor<Id>>> {
        let refusal = || ApiError::refused(ErrorCode::InvalidQuery, "cursor is not one that a list gave.");
        self.cursor.as_deref().map(|text| Cursor::decode(text).ok_or_else(refusal)).transpose()
    }
}
