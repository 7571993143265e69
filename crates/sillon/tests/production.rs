//! What production refuses, and that secrets never show.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};

use sillon::config::{Sources, load, refused_in_production};
use sillon_testing::sillon_binary;

const STRONG: &str = "6f1c9b0c5e7d4a31b1d7f6a2c9e8d7b65f4e3d2c";

fn variables(pairs: &[(&str, &str)]) -> Sources {
    let variables = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Sources { variables, ..Sources::default() }
}

fn refused(pairs: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let found = refused_in_production(&load(&variables(pairs)).unwrap());
    found.into_iter().map(|refused| (refused.key, refused.advice)).collect()
}

/// Everything that is right, with one thing changed.
fn refused_with(name: &str, value: &str) -> Vec<(&'static str, String)> {
    let mut right = BTreeMap::from([("SILLON_PUBLIC_URL", "https://music.example.org")]);
    right.insert(name, value);
    refused(&right.into_iter().collect::<Vec<_>>())
}

#[test]
fn each_danger_is_refused_with_what_to_do() {
    for (name, value, key, advice) in [
        ("SILLON_PUBLIC_URL", "http://music.example.org", "server.public_url", "proxy with TLS"),
        ("SILLON_PUBLIC_URL", "", "server.public_url", "proxy with TLS"),
        ("SILLON_CORS_ORIGINS", "*", "server.cors_origins", "name the origins"),
        ("SILLON_CORS_ORIGINS", "http://app.example.org", "server.cors_origins", "is not https"),
        ("SILLON_METRICS_TOKEN", "short", "server.metrics_token", "openssl rand"),
        ("SILLON_METRICS_TOKEN", "changeme", "server.metrics_token", "everybody knows"),
        ("SILLON_DATABASE_URL", "postgres://sillon:postgres@db.example/sillon", "database.url", "everybody knows"),
        ("SILLON_DATABASE_URL", "postgres://sillon:s3cr3t@db.example/sillon", "database.url", "fewer than 12"),
        ("SILLON_DATABASE_URL", "postgres://sillon@db.example/sillon", "database.url", "no password"),
    ] {
        let found = refused_with(name, value);
        assert_eq!(found.len(), 1, "{name}={value}: {found:?}");
        assert_eq!(found[0].0, key);
        assert!(found[0].1.contains(advice), "{name}={value}: {found:?}");
    }
    assert_eq!(refused_with("SILLON_METRICS_TOKEN", STRONG), []);
    assert_eq!(refused_with("SILLON_DATABASE_URL", &format!("postgres://sillon:{STRONG}@db.example/sillon")), []);
    assert_eq!(refused_with("SILLON_CORS_ORIGINS", "https://app.example.org"), []);
}

#[test]
fn production_is_what_an_https_address_makes_it() {
    let is_production = |pairs: &[(&str, &str)]| load(&variables(pairs)).unwrap().config.is_production();
    assert!(!is_production(&[]));
    assert!(is_production(&[("SILLON_PUBLIC_URL", "https://music.example.org")]));
    assert!(is_production(&[("SILLON_MODE", "production")]));
    assert!(!is_production(&[("SILLON_MODE", "development"), ("SILLON_PUBLIC_URL", "https://music.example.org")]));
}

fn write(path: &Path, content: &str, mode: u32) -> String {
    fs::write(path, content).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    path.display().to_string()
}

#[test]
fn a_secret_that_everybody_may_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let open = write(&folder.path().join("open"), STRONG, 0o644);
    let kept = write(&folder.path().join("kept"), &format!("{STRONG}\n"), 0o600);
    let found = refused_with("SILLON_METRICS_TOKEN_FILE", &open);
    assert!(found.len() == 1 && found[0].1.contains(&format!("chmod 600 {open}")), "{found:?}");
    assert_eq!(refused_with("SILLON_METRICS_TOKEN_FILE", &kept), []);
    let content = format!("[server]\npublic_url = \"https://music.example.org\"\nmetrics_token = \"{STRONG}\"\n");
    let settings = write(&folder.path().join("sillon.toml"), &content, 0o644);
    let sources = || Sources { file: Some((settings.clone(), content.clone())), ..Sources::default() };
    assert!(refused_in_production(&load(&sources()).unwrap())[0].advice.contains("sillon.toml"));
    write(Path::new(&settings), &content, 0o600);
    assert_eq!(refused_in_production(&load(&sources()).unwrap()), []);
}

#[test]
fn a_secret_has_one_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder.path().join("token"), STRONG, 0o600);
    let both = [("SILLON_METRICS_TOKEN", STRONG), ("SILLON_METRICS_TOKEN_FILE", file.as_str())];
    assert!(load(&variables(&both)).unwrap_err().to_string().contains("both given"));
    let missing = load(&variables(&[("SILLON_METRICS_TOKEN_FILE", "/nowhere/token")])).unwrap_err();
    assert!(missing.to_string().contains("/nowhere/token"), "{missing}");
    let no_secret = load(&variables(&[("SILLON_LISTEN_FILE", file.as_str())])).unwrap_err();
    assert!(no_secret.to_string().contains("SILLON_LISTEN_FILE is not a setting"), "{no_secret}");
}

fn run(folder: &Path, arguments: &[&str], pairs: &[(&str, &str)]) -> (bool, String) {
    let Output { status, stdout, stderr } =
        Command::new(sillon_binary()).args(arguments).current_dir(folder).envs(pairs.iter().copied()).output().unwrap();
    (status.success(), String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned())
}

#[test]
fn what_production_refuses_is_said_all_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("SILLON_MODE", "production"),
        ("SILLON_CORS_ORIGINS", "*"),
        ("SILLON_METRICS_TOKEN", "secret"),
        ("SILLON_LISTEN", "127.0.0.1:0"),
    ];
    let (started, output) = run(folder.path(), &["serve"], &settings);
    assert!(!started);
    for text in ["server.public_url", "server.cors_origins", "server.metrics_token", "SILLON_MODE=development"] {
        assert!(output.contains(text), "{text}: {output}");
    }
    assert!(!folder.path().join("data").exists(), "nothing was begun");
    let (healthy, output) = run(folder.path(), &["doctor"], &settings);
    assert!(!healthy && output.contains("BAD   configuration  server.cors_origins"), "{output}");
}

#[test]
fn secrets_come_from_files_and_never_show() {
    let folder = tempfile::tempdir().unwrap();
    let token = write(&folder.path().join("token"), &format!("{STRONG}\n"), 0o600);
    let url = format!("postgres://sillon:{STRONG}@127.0.0.1:1/sillon");
    let settings =
        [("SILLON_METRICS_TOKEN_FILE", token.as_str()), ("SILLON_DATABASE_URL", url.as_str()), ("SILLON_LOG", "trace")];
    for arguments in [&["config"][..], &["config", "--format", "json"], &["doctor"]] {
        let (_, output) = run(folder.path(), arguments, &settings);
        assert!(!output.contains(STRONG), "{arguments:?}: {output}");
    }
    let (_, output) = run(folder.path(), &["config"], &settings);
    assert!(output.contains("secret file"), "{output}");
    let loaded = load(&variables(&settings)).unwrap();
    assert_eq!(loaded.config.server.metrics_token.reveal(), STRONG);
    assert!(!format!("{loaded:?}").contains(STRONG));
}

#[test]
fn nobody_else_on_the_machine_reads_a_new_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("deep/data");
    let (done, said) = run(folder.path(), &["migrate", "--data-dir", data.to_str().unwrap()], &[]);
    assert!(done, "{said}");
    assert_eq!(fs::metadata(data).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_database_of_a_newer_version_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (migrated, output) = run(folder.path(), &["migrate"], &[]);
    assert!(migrated, "{output}");
    let insert = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
        VALUES (9999, 'future', 1, x'00', 0)";
    let database = folder.path().join("data/sillon.db");
    let program = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit()";
    let edited = Command::new("python3").args(["-c", program]).arg(&database).arg(insert).status().unwrap();
    assert!(edited.success());
    let (started, output) = run(folder.path(), &["serve"], &[("SILLON_LISTEN", "127.0.0.1:0")]);
    assert!(!started && output.contains("newer Sillon") && output.contains("backup"), "{output}");
}
