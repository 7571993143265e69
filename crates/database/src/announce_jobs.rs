//! The wake-up between processes on PostgreSQL: NOTIFY and LISTEN on one channel. A hint; the truth is in the table.

use sqlx::{AssertSqlSafe, Executor, postgres::PgListener};

use crate::connect::{Database, Engine};

const CHANNEL: &str = "sillon_jobs";

/// Hears that some process has enqueued jobs.
#[derive(Debug)]
pub struct JobListener(PgListener);

impl JobListener {
    /// Waits for the next announcement. A connection that breaks is made anew, which counts as an announcement, because
    /// one may have been missed.
    pub async fn heard(&mut self) -> Result<(), sqlx::Error> {
        self.0.try_recv().await.map(drop)
    }
}

impl Database {
    /// Tells the workers of other processes to look at the queue. On SQLite there are none.
    pub async fn announce_jobs(&self) -> Result<(), sqlx::Error> {
        if self.engine() == Engine::Sqlite {
            return Ok(());
        }
        let pool = self.writer().get_postgres_connection_pool();
        pool.execute(AssertSqlSafe(format!("NOTIFY {CHANNEL}"))).await.map(drop)
    }

    /// Listens to other processes; none on SQLite. Takes one connection of the pool for good.
    pub async fn hear_jobs(&self) -> Result<Option<JobListener>, sqlx::Error> {
        if self.engine() == Engine::Sqlite {
            return Ok(None);
        }
        let mut listener = PgListener::connect_with(self.writer().get_postgres_connection_pool()).await?;
        listener.listen(CHANNEL).await?;
        Ok(Some(JobListener(listener)))
    }
}
