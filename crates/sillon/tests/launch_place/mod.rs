//! A folder, a database and the settings of an operator who opens the doors.
#![expect(unreachable_pub, clippy::unwrap_used, reason = "a part of several test programs; a failure is a panic")]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use sillon_domain::{
    Database, Reads,
    database::{
        DatabaseUrl,
        entities::beta_invite,
        sea_orm::{EntityTrait, PaginatorTrait},
    },
    invitations::list_invitations,
};
use sillon_testing::{OnDatabase, TestDatabase, sillon_binary};
use tempfile::TempDir;

pub struct LaunchPlace {
    folder: TempDir,
    database: TestDatabase,
}

impl OnDatabase for LaunchPlace {
    async fn on_sqlite(_: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { database: TestDatabase::sqlite(folder.path()), folder }
    }

    async fn on_postgres(test: &'static str) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: TestDatabase::postgres(test).await }
    }

    async fn finish(self) {
        self.remove().await;
    }
}

impl LaunchPlace {
    /// Another one, on the same kind of database.
    pub async fn fresh(&self) -> Self {
        match &self.database.url {
            DatabaseUrl::Sqlite(_) => Self::on_sqlite("").await,
            DatabaseUrl::Postgres(_) => Self::on_postgres("another_place").await,
        }
    }

    pub async fn remove(self) {
        self.database.remove().await;
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The variables of the operator's shell.
    pub fn variables(&self) -> Vec<(String, String)> {
        let home = self.folder.path().display().to_string();
        [
            ("SILLON_DATABASE_URL", self.database.setting()),
            ("SILLON_DATA_DIR", home.clone()),
            ("HOME", home),
            ("SILLON_INSTANCE_NAME", "Le Sillon de l’été".to_owned()),
            ("SILLON_PUBLIC_URL", "https://music.example.org".to_owned()),
            ("SILLON_LAUNCH_FROM_ADDRESS", "bonjour@music.example.org".to_owned()),
            ("SILLON_LAUNCH_FROM_NAME", "Léa, du Sillon".to_owned()),
            ("SILLON_LAUNCH_ABOUT", "Nous sommes trois.".to_owned()),
            ("SILLON_LAUNCH_SIGNATURE", "Léa, Karim et Zoé".to_owned()),
            ("SILLON_LAUNCH_FEEDBACK_URL", "https://music.example.org/form".to_owned()),
            ("SILLON_LAUNCH_SENDS_PER_MINUTE", "60000".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(sillon_binary());
        command.args(arguments).current_dir(self.folder.path()).envs(self.variables()).env_remove("SEND_CMD");
        command
    }

    /// Runs it to its end, and gives what it printed, once the exit code is this one.
    #[track_caller]
    pub fn run(&self, arguments: &[&str], code: i32) -> String {
        self.run_with(arguments, &[], code)
    }

    #[track_caller]
    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)], code: i32) -> String {
        let output = self.command(arguments).envs(variables.iter().copied()).output().unwrap();
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{arguments:?}:\n{text}");
        text
    }

    /// Starts it and does not wait.
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    }

    pub async fn connect(&self) -> Database {
        Database::connect(&self.database.url, 2).await.unwrap()
    }

    /// How many invitations there are, those of journeys included.
    pub async fn count_invitations(&self) -> u64 {
        let db = self.connect().await;
        let count = beta_invite::Entity::find().count(db.read().await.unwrap().conn()).await.unwrap();
        db.close().await.unwrap();
        count
    }

    /// State and last status of every invitation, by address.
    pub async fn smtp_statuses(&self) -> BTreeMap<String, (String, Option<String>)> {
        let db = self.connect().await;
        let page = list_invitations(&db.read().await.unwrap(), None, 1000).await.unwrap();
        db.close().await.unwrap();
        let rows = page.rows.into_iter();
        rows.map(|row| (row.email, (row.delivery_state.as_str().to_owned(), row.last_smtp_status))).collect()
    }
}
