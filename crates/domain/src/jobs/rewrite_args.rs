//! Changes the payload of a running job: what a handler has to remember for the next attempt, or must not leave behind.

use sea_orm::sea_query::Expr;
use serde_json::Value;
use sillon_database::{WriteTx, entities::job::Column, sea_orm};

use super::Lease;
use crate::Failure;

/// Replaces the payload; false when the lease was lost.
pub async fn rewrite_args(tx: &mut WriteTx, lease: Lease, args: Value) -> Result<bool, Failure> {
    lease.update(tx, |update| update.col_expr(Column::Args, Expr::value(args))).await
}
