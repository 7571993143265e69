//! The database: version, latency, rights, schema.

use std::time::{Duration, Instant};

use sillon_domain::{Database, database::Engine};

use super::finding::{Finding, Findings};

const ROUNDS: u32 = 10;
const SLOW: Duration = Duration::from_millis(10);
const OLDEST_POSTGRES: u32 = 14;

pub(super) async fn examine(db: &Database) -> Findings {
    vec![
        ("database", examine_version(db).await),
        ("database", examine_latency(db).await),
        ("database", examine_rights(db).await),
        ("schema", examine_schema(db).await),
    ]
}

async fn examine_version(db: &Database) -> Finding {
    let engine = db.engine();
    match db.version().await {
        Ok(version) if engine == Engine::Postgres && major(&version) < OLDEST_POSTGRES => {
            Finding::Poor(format!("PostgreSQL {version} no longer gets fixes: upgrade to {OLDEST_POSTGRES} or newer"))
        }
        Ok(version) => Finding::Good(format!("{engine:?} {version}")),
        Err(error) => Finding::Bad(format!("does not answer: {error}")),
    }
}

fn major(version: &str) -> u32 {
    version.split(|letter: char| !letter.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

async fn examine_latency(db: &Database) -> Finding {
    let mut fastest = Duration::MAX;
    for _ in 0..ROUNDS {
        let began = Instant::now();
        if let Err(error) = db.ping().await {
            return Finding::Bad(error.to_string());
        }
        fastest = fastest.min(began.elapsed());
    }
    let text = format!("answers within {:.1} ms", fastest.as_secs_f64() * 1000.0);
    if fastest > SLOW {
        return Finding::Poor(format!("{text}, and a page takes several answers: bring it nearer to this machine"));
    }
    Finding::Good(text)
}

async fn examine_rights(db: &Database) -> Finding {
    match db.check_writable().await {
        Ok(()) => Finding::Good("can be written".to_owned()),
        // Before the first migration there is no table to write to; the schema's line says so.
        Err(_) if db.migration_state().await.is_ok_and(|state| !state.pending().is_empty()) => {
            Finding::Poor("cannot be tried before the schema is there".to_owned())
        }
        Err(error) => Finding::Bad(format!("cannot be written ({error}): is it a replica, or has its user no rights?")),
    }
}

async fn examine_schema(db: &Database) -> Finding {
    match db.migration_state().await {
        Ok(state) if state.pending().is_empty() => Finding::Good("is current".to_owned()),
        Ok(state) => {
            let pending = state.pending().len();
            Finding::Poor(format!("{pending} migrations are pending: `sillon migrate`, or start the server"))
        }
        Err(error) => Finding::Bad(error.to_string()),
    }
}
