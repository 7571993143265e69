//! Deletes a role of the instance, and takes it from whoever has it.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use sillon_database::{
    Reads, WriteTx,
    entities::{account_role, role},
    ids::RoleId,
    sea_orm,
};

use super::change_role::changeable_role;
use crate::{
    Clock, Failure,
    audit::{Action, Entry, append},
    permissions::Authority,
};

/// Deletes the role. The log keeps what it permitted, and each account that loses it has an entry of its own.
pub async fn delete_role(tx: &mut WriteTx, clock: &Clock, authority: Authority<'_>, id: RoleId) -> Result<(), Failure> {
    let found = changeable_role(tx, authority, id).await?;
    let holders = account_role::Entity::find().filter(account_role::Column::RoleId.eq(id)).all(tx.conn()).await?;
    role::Entity::delete_by_id(id).exec(tx.conn()).await?;
    let origin = authority.origin();
    for holder in holders {
        let lost = serde_json::json!({"role": found.role.name, "role_id": id});
        append(tx, clock, &origin, Entry::new(Action::RoleRevoked).on(holder.account_id).before(lost));
    }
    append(tx, clock, &origin, Entry::new(Action::RoleDeleted).on(id).before(found.now.state()));
    Ok(())
}
