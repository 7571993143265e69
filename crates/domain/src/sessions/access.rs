//! What a session may be used for, when that is less than its person may do.

use std::collections::BTreeSet;

/// A part of what a person may do. What the person may not do, no scope gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Read what the person may read.
    Read,
    /// Upload music.
    Upload,
    /// Change what belongs to the person, except how they sign in.
    Manage,
    /// Run the instance.
    Admin,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::Read, Self::Upload, Self::Manage, Self::Admin];

    /// The scope as clients and the database write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Upload => "upload",
            Self::Manage => "manage",
            Self::Admin => "admin",
        }
    }

    /// The scope of this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }
}

/// What a session may be used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everything that the person may do.
    Full,
    /// Only this.
    Scoped(BTreeSet<Scope>),
}

impl Access {
    /// What an app password gives: listening, and keeping playlists and likes.
    pub fn of_app_password() -> Self {
        Self::Scoped(BTreeSet::from([Scope::Read, Scope::Manage]))
    }

    /// As the database keeps it. Words that nobody knows give nothing.
    pub fn from_column(column: Option<&str>) -> Self {
        match column {
            None => Self::Full,
            Some(words) => Self::Scoped(words.split_whitespace().filter_map(Scope::parse).collect()),
        }
    }

    /// For the database's column.
    pub fn to_column(&self) -> Option<String> {
        match self {
            Self::Full => None,
            Self::Scoped(scopes) => Some(scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")),
        }
    }

    /// Whether this is part of it.
    pub fn includes(&self, scope: Scope) -> bool {
        match self {
            Self::Full => true,
            Self::Scoped(scopes) => scopes.contains(&scope),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Access, Scope};

    #[test]
    fn access_survives_its_way_through_the_database() {
        for access in [Access::Full, Access::of_app_password(), Access::from_column(Some(""))] {
            assert_eq!(Access::from_column(access.to_column().as_deref()), access);
        }
        let unknown = Access::from_column(Some("read everything"));
        assert!(unknown.includes(Scope::Read) && !unknown.includes(Scope::Admin));
    }
}
