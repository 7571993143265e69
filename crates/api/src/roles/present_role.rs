//! A role as clients see it.

use sillon_domain::{
    database::entities::role::{self, BuiltIn},
    roles::DescribedRole,
};
use sillon_protocol::{RoleDescription, RoleReference};

/// Converts the row to its name.
pub(crate) fn present_role_reference(row: role::Model) -> RoleReference {
    RoleReference { id: row.id.0, built_in: row.built_in.map(name), name: row.name }
}

/// Converts a description.
pub(super) fn present_role(described: DescribedRole) -> RoleDescription {
    let DescribedRole { role, permissions, people } = described;
    RoleDescription {
        id: role.id.0,
        built_in: role.built_in.map(name),
        name: role.name,
        description: role.description,
        permissions: permissions.names(),
        people,
        created_at: role.created_at,
    }
}

fn name(built_in: BuiltIn) -> String {
    built_in.as_str().to_owned()
}
