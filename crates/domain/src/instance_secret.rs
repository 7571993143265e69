//! The instance's own secret: random, kept in its database, made when it is first needed. It never leaves this module;
//! each purpose gets a key of its own, derived from it.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use sillon_database::{
    Reads, WriteTx,
    entities::instance::{self, Column},
    sea_orm,
};

use crate::Failure;

const BYTES: usize = 32;

/// The secret; it cannot be printed.
pub struct InstanceSecret([u8; BYTES]);

impl InstanceSecret {
    /// A key for one purpose (BLAKE3's key derivation). `purpose` is a sentence in the source, never made of input.
    pub fn key_for(&self, purpose: &str) -> [u8; BYTES] {
        blake3::derive_key(purpose, &self.0)
    }

    fn read(row: Option<instance::Model>) -> Result<Option<Self>, Failure> {
        let Some(bytes) = row.and_then(|row| row.secret) else { return Ok(None) };
        let secret =
            bytes.try_into().map_err(|_| Failure::Broken("the instance's secret has a wrong length".into()))?;
        Ok(Some(Self(secret)))
    }
}

/// The secret, if it was ever needed.
pub async fn find_instance_secret(tx: &impl Reads) -> Result<Option<InstanceSecret>, Failure> {
    InstanceSecret::read(instance::Entity::find_by_id(1).one(tx.conn()).await?)
}

/// The secret; makes it at the first use.
///
/// Two processes at once: the update finds the column empty for one of them (PostgreSQL waits on the row and looks again,
/// SQLite has one writer), and both read what that one wrote.
pub async fn instance_secret(tx: &mut WriteTx) -> Result<InstanceSecret, Failure> {
    if let Some(secret) = find_instance_secret(tx).await? {
        return Ok(secret);
    }
    let mut bytes = [0_u8; BYTES];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    instance::Entity::update_many()
        .col_expr(Column::Secret, Expr::value(bytes.to_vec()))
        .filter(Column::Secret.is_null())
        .exec(tx.conn())
        .await?;
    let made = find_instance_secret(tx).await?;
    made.ok_or_else(|| Failure::Broken("the row of the instance is missing".to_owned()))
}
