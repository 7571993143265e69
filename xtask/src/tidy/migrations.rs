//! Migrations come in pairs: the same file name for SQLite and for PostgreSQL.
//! Whether both say the same does not belong here; a test of the database crate compares the schemas.

use std::collections::BTreeSet;

use super::{Problem, Tree};

const SQLITE: &str = "crates/database/migrations/sqlite/";
const POSTGRES: &str = "crates/database/migrations/postgres/";

/// Every migration of one engine that the other lacks.
pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    let mut problems = unpaired(tree, SQLITE, POSTGRES);
    problems.extend(unpaired(tree, POSTGRES, SQLITE));
    problems
}

fn unpaired(tree: &Tree, here: &str, there: &str) -> Vec<Problem> {
    let there_names = names(tree, there);
    let missing = names(tree, here).into_iter().filter(|name| !there_names.contains(name));
    missing
        .map(|name| Problem {
            path: format!("{here}{name}"),
            line: 1,
            rule: "migration-pair",
            advice: format!("write {there}{name} as well: both engines have the same migrations"),
        })
        .collect()
}

fn names<'tree>(tree: &'tree Tree, folder: &str) -> BTreeSet<&'tree str> {
    tree.files().iter().filter_map(|file| file.path.strip_prefix(folder)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_of_one_engine_alone_is_found() {
        let tree = Tree::of([
            ("crates/database/migrations/sqlite/0001_accounts.sql", ""),
            ("crates/database/migrations/postgres/0001_accounts.sql", ""),
            ("crates/database/migrations/sqlite/0002_jobs.sql", ""),
            ("crates/database/migrations/postgres/0003_rooms.sql", ""),
        ]);
        let found: Vec<String> = problems(&tree).into_iter().map(|problem| problem.path).collect();
        assert_eq!(
            found,
            ["crates/database/migrations/sqlite/0002_jobs.sql", "crates/database/migrations/postgres/0003_rooms.sql"]
        );
    }
}
