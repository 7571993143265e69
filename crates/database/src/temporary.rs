//! Databases that live as long as a test. Nothing of a running instance is here.

use std::str::FromStr;

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, postgres::PgConnectOptions};

use crate::connect::ConnectError;

/// Makes an empty database on the server of `server_url` and gives its URL.
///
/// `name` is made of lower-case letters, digits and underscores.
pub async fn create_postgres_database(server_url: &str, name: &str) -> Result<String, ConnectError> {
    run(server_url, format!("CREATE DATABASE \"{name}\" TEMPLATE template0")).await?;
    let (server, _) = server_url.rsplit_once('/').ok_or(ConnectError::Url)?;
    Ok(format!("{server}/{name}"))
}

/// Removes a database that [`create_postgres_database`] made, whoever is still connected.
pub async fn drop_postgres_database(server_url: &str, name: &str) -> Result<(), ConnectError> {
    run(server_url, format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")).await
}

async fn run(server_url: &str, statement: String) -> Result<(), ConnectError> {
    let mut connection = PgConnectOptions::from_str(server_url)?.connect().await?;
    connection.execute(AssertSqlSafe(statement)).await?;
    Ok(connection.close().await?)
}
