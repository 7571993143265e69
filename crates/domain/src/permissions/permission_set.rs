//! Several permissions, and what each of Sillon's own roles may do.

use std::collections::BTreeSet;

use sillon_database::entities::role::BuiltIn;

use super::Permission;

/// A set of permissions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PermissionSet(BTreeSet<Permission>);

impl PermissionSet {
    /// Everything.
    pub fn all() -> Self {
        Permission::ALL.iter().copied().collect()
    }

    /// What one of Sillon's own roles may do. A new permission is the admin's from its first day.
    pub fn of_built_in(role: BuiltIn) -> Self {
        use Permission::{ManageMusic, SuspendPeople, UploadMusic, ViewPeople};
        match role {
            BuiltIn::Admin => Self::all(),
            BuiltIn::Moderator => [ManageMusic, ViewPeople, SuspendPeople].into_iter().collect(),
            BuiltIn::Creator => [UploadMusic].into_iter().collect(),
            BuiltIn::Listener => Self::default(),
        }
    }

    /// Whether it is in the set.
    pub fn contains(&self, permission: Permission) -> bool {
        self.0.contains(&permission)
    }

    /// Adds those of the other set.
    pub fn extend(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    /// What the other set lacks of this one.
    pub fn beyond(&self, other: &Self) -> Vec<Permission> {
        self.0.difference(&other.0).copied().collect()
    }

    /// Those that are about other people and what is theirs: what makes somebody one of those who run the place.
    #[must_use]
    pub fn over_others(&self) -> Self {
        self.iter().filter(|permission| *permission != Permission::UploadMusic).collect()
    }

    /// In the order of [`Permission::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = Permission> {
        self.0.iter().copied()
    }

    /// The names, in the same order.
    pub fn names(&self) -> Vec<String> {
        self.iter().map(|permission| permission.name().to_owned()).collect()
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(permissions.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{BuiltIn, Permission, PermissionSet};

    #[test]
    fn the_admin_may_do_everything_and_the_listener_nothing_more_than_everybody() {
        assert_eq!(PermissionSet::of_built_in(BuiltIn::Admin).iter().count(), Permission::ALL.len());
        assert_eq!(PermissionSet::of_built_in(BuiltIn::Listener), PermissionSet::default());
    }

    #[test]
    fn what_a_set_has_beyond_another_is_named() {
        let moderator = PermissionSet::of_built_in(BuiltIn::Moderator);
        let beyond = PermissionSet::all().beyond(&moderator);
        assert!(beyond.contains(&Permission::ReadAudit) && !beyond.contains(&Permission::ViewPeople));
        assert!(moderator.beyond(&PermissionSet::all()).is_empty());
    }

    #[test]
    fn a_permission_is_found_by_its_name() {
        for permission in Permission::ALL {
            assert_eq!(Permission::of_name(permission.name()), Some(*permission));
        }
        assert_eq!(Permission::of_name("everything"), None);
    }
}
