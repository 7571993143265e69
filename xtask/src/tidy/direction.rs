//! Which crate may depend on which, read from the manifests. docs/ARCHITECTURE.md says why.
//! What the code inside a crate does is none of its business.

use toml::{Table, Value};

use super::{Problem, Tree};

/// A crate of ours, and the crates of ours that it may depend on.
struct Row {
    name: &'static str,
    may_use: &'static [&'static str],
    may_be_tested_with: &'static [&'static str],
}

const TESTING: &[&str] = &["sillon-testing"];

/// Downwards only: a crate may reach past the layer below it, never up and never to a neighbour.
const ROWS: [Row; 17] = [
    Row { name: "sillon-mail", may_use: &[], may_be_tested_with: &[] },
    Row { name: "sillon-media", may_use: &[], may_be_tested_with: &[] },
    Row { name: "sillon-protocol", may_use: &[], may_be_tested_with: &[] },
    Row { name: "sillon-synthesis", may_use: &[], may_be_tested_with: &[] },
    Row { name: "sillon-testing-macros", may_use: &[], may_be_tested_with: &[] },
    Row { name: "xtask", may_use: &[], may_be_tested_with: &[] },
    Row { name: "sillon-database", may_use: &[], may_be_tested_with: TESTING },
    Row { name: "sillon-domain", may_use: &["sillon-database", "sillon-protocol"], may_be_tested_with: TESTING },
    Row { name: "sillon-http", may_use: &["sillon-domain", "sillon-protocol"], may_be_tested_with: TESTING },
    Row { name: "sillon-api", may_use: HTTP_ROLE, may_be_tested_with: TESTING },
    Row { name: "sillon-chat", may_use: HTTP_ROLE, may_be_tested_with: TESTING },
    Row { name: "sillon-streaming", may_use: HTTP_ROLE, may_be_tested_with: TESTING },
    Row { name: "sillon-worker", may_use: ROLE, may_be_tested_with: TESTING },
    Row { name: "sillon-launch", may_use: ROLE, may_be_tested_with: TESTING },
    Row { name: "sillon", may_use: BINARY, may_be_tested_with: TESTING },
    Row { name: "sillon-testing", may_use: TEST_WORLD, may_be_tested_with: &[] },
    Row { name: "sillon-bench-jobs", may_use: &["sillon", "sillon-domain", "sillon-worker"], may_be_tested_with: &[] },
];

const ROLE: &[&str] = &["sillon-domain", "sillon-database", "sillon-protocol", "sillon-media", "sillon-mail"];
const HTTP_ROLE: &[&str] = &["sillon-http", "sillon-domain", "sillon-database", "sillon-protocol", "sillon-media"];
const BINARY: &[&str] = &[
    "sillon-api",
    "sillon-chat",
    "sillon-streaming",
    "sillon-worker",
    "sillon-launch",
    "sillon-http",
    "sillon-domain",
    "sillon-database",
    "sillon-protocol",
    "sillon-media",
    "sillon-mail",
    "sillon-synthesis",
];
const TEST_WORLD: &[&str] = &[
    "sillon",
    "sillon-testing-macros",
    "sillon-api",
    "sillon-chat",
    "sillon-streaming",
    "sillon-worker",
    "sillon-launch",
    "sillon-http",
    "sillon-domain",
    "sillon-database",
    "sillon-protocol",
    "sillon-media",
    "sillon-mail",
];

/// A crate of somebody else that only some of ours may name.
struct Confined {
    names: &'static [&'static str],
    to: &'static [&'static str],
    instead: &'static str,
}

const CONFINED: [Confined; 2] = [
    Confined {
        names: &["axum", "axum-core", "axum-extra", "utoipa-axum"],
        to: &["sillon-api", "sillon-chat", "sillon-streaming", "sillon-http", "sillon", "sillon-testing"],
        instead: "rules and jobs know nothing of HTTP: move the HTTP part to a role",
    },
    Confined {
        names: &["sea-orm", "sqlx"],
        to: &["sillon-database", "sillon-domain"],
        instead: "queries live in the domain: call a domain function",
    },
];

/// Every dependency that goes against the direction, in any manifest of a crate.
pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    let is_manifest = |path: &str| path.ends_with("/Cargo.toml");
    tree.texts_with("toml")
        .filter(|(path, _)| is_manifest(path))
        .flat_map(|(path, text)| of_manifest(path, text))
        .collect()
}

/// Whether the crate in the folder of this file may name SeaORM and sqlx, also where another crate hands them on.
pub(super) fn may_query(path: &str) -> bool {
    // Some promises (no address is ever stored) can be seen nowhere but in the rows.
    path.starts_with("crates/database/")
        || path.starts_with("crates/domain/")
        || path.starts_with("crates/sillon/tests/")
}

fn of_manifest(path: &str, text: &str) -> Vec<Problem> {
    let problem = |line, advice| Problem { path: path.to_owned(), line, rule: "direction", advice };
    let manifest: Table = match text.parse() {
        Ok(manifest) => manifest,
        Err(error) => return vec![problem(1, format!("this manifest cannot be read: {error}"))],
    };
    let Some(name) = manifest.get("package").and_then(|package| package.get("name")).and_then(Value::as_str) else {
        return Vec::new();
    };
    let Some(row) = ROWS.iter().find(|row| row.name == name) else {
        let advice = format!("`{name}` has no row in xtask/src/tidy/direction.rs: say there what it may depend on");
        return vec![problem(1, advice)];
    };
    let found = dependencies(&manifest);
    let refused = found.iter().filter_map(|found| Some((found, refusal(row, found)?)));
    refused.map(|(found, advice)| problem(line_of(text, &found.key), advice)).collect()
}

fn refusal(row: &Row, found: &Dependency) -> Option<String> {
    let (name, target) = (row.name, found.package.as_str());
    if ROWS.iter().any(|other| other.name == target) {
        let allowed = match found.purpose {
            Purpose::Build => row.may_use.contains(&target),
            Purpose::Test => row.may_use.contains(&target) || row.may_be_tested_with.contains(&target),
        };
        let list = if row.may_use.is_empty() { "no crate of ours".to_owned() } else { row.may_use.join(", ") };
        return (!allowed).then(|| format!("{name} may not depend on {target}, only on: {list}"));
    }
    let confined = CONFINED.iter().find(|confined| confined.names.contains(&target))?;
    let advice =
        || format!("{name} may not depend on {target} (only {} may); {}", confined.to.join(", "), confined.instead);
    (!confined.to.contains(&name)).then(advice)
}

/// An entry of a manifest's tables of dependencies.
struct Dependency {
    key: String,
    package: String,
    purpose: Purpose,
}

#[derive(Clone, Copy)]
enum Purpose {
    Build,
    Test,
}

/// The tables at the top and those of each target.
fn dependencies(manifest: &Table) -> Vec<Dependency> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let tables = targets.into_iter().flat_map(Table::values).filter_map(Value::as_table);
    let mut found = Vec::new();
    for table in std::iter::once(manifest).chain(tables) {
        for (section, purpose) in [
            ("dependencies", Purpose::Build),
            ("build-dependencies", Purpose::Build),
            ("dev-dependencies", Purpose::Test),
        ] {
            let entries = table.get(section).and_then(Value::as_table);
            for (key, value) in entries.into_iter().flatten() {
                let package = value.get("package").and_then(Value::as_str).unwrap_or(key);
                found.push(Dependency { key: key.clone(), package: package.to_owned(), purpose });
            }
        }
    }
    found
}

fn line_of(text: &str, key: &str) -> usize {
    let starts_entry = |line: &str| {
        let rest = line.trim_start().trim_start_matches('"').strip_prefix(key);
        rest.is_some_and(|rest| rest.starts_with([' ', '=', '.', '"']))
    };
    text.lines().position(starts_entry).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(name: &str, rest: &str) -> String {
        format!("[package]\nname = \"{name}\"\n\n{rest}\n")
    }

    fn found(name: &str, rest: &str) -> Vec<Problem> {
        problems(&Tree::of([("crates/x/Cargo.toml", &manifest(name, rest))]))
    }

    #[test]
    fn roles_never_depend_on_one_another() {
        let problems = found("sillon-api", "[dependencies]\nsillon-streaming.workspace = true");
        assert_eq!(problems.len(), 1);
        assert_eq!((problems[0].line, problems[0].rule), (5, "direction"));
        assert!(problems[0].advice.starts_with("sillon-api may not depend on sillon-streaming"));
    }

    #[test]
    fn a_role_is_no_test_dependency_of_another_either() {
        assert_eq!(found("sillon-worker", "[dev-dependencies]\nsillon-api.workspace = true").len(), 1);
    }

    #[test]
    fn nothing_depends_upwards() {
        for (lower, upper) in [
            ("sillon-database", "sillon-domain"),
            ("sillon-domain", "sillon-http"),
            ("sillon-http", "sillon-api"),
            ("sillon-worker", "sillon"),
            ("sillon-worker", "sillon-http"),
        ] {
            let rest = format!("[dependencies]\n{upper} = {{ path = \"../upper\" }}");
            assert_eq!(found(lower, &rest).len(), 1, "{lower} on {upper}");
        }
    }

    #[test]
    fn media_mail_and_protocol_depend_on_no_crate_of_ours() {
        for name in ["sillon-media", "sillon-mail", "sillon-protocol"] {
            let problems = found(name, "[dev-dependencies]\nsillon-testing.workspace = true");
            assert!(problems[0].advice.ends_with("no crate of ours"), "{name}");
        }
    }

    #[test]
    fn the_test_world_is_a_test_dependency_alone() {
        assert_eq!(found("sillon-api", "[dev-dependencies]\nsillon-testing.workspace = true"), []);
        assert_eq!(found("sillon-api", "[dependencies]\nsillon-testing.workspace = true").len(), 1);
    }

    #[test]
    fn downwards_is_right() {
        let rest = "[dependencies]\nserde = \"1\"\nsillon-domain = \"1\"\nsillon-media = \"1\"\nsillon-http = \"1\"";
        assert_eq!(found("sillon-streaming", rest), []);
    }

    #[test]
    fn axum_and_the_databases_stay_in_their_crates() {
        assert_eq!(found("sillon-worker", "[dependencies]\naxum.workspace = true").len(), 1);
        assert_eq!(found("sillon-api", "[dependencies]\nsea-orm.workspace = true").len(), 1);
        assert_eq!(found("sillon-testing", "[build-dependencies]\nsqlx.workspace = true").len(), 1);
        assert_eq!(found("sillon-domain", "[dependencies]\nsea-orm.workspace = true"), []);
        assert_eq!(found("sillon-api", "[dependencies]\naxum.workspace = true"), []);
    }

    #[test]
    fn renamed_crates_and_those_of_one_target_are_seen() {
        assert_eq!(found("sillon-media", "[dependencies]\nrules = { package = \"sillon-domain\" }").len(), 1);
        assert_eq!(found("sillon-media", "[target.'cfg(unix)'.dependencies]\naxum = \"0.8\"").len(), 1);
    }

    #[test]
    fn a_crate_without_a_row_is_found() {
        let problems = found("sillon-payments", "");
        assert!(problems[0].advice.contains("has no row"));
    }

    #[test]
    fn every_crate_that_a_row_names_has_a_row() {
        for name in ROWS.iter().flat_map(|row| row.may_use) {
            assert!(ROWS.iter().any(|row| row.name == *name), "{name}");
        }
    }
}
