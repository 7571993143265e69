//! Connections that wait for the next message.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use lettre::transport::smtp::client::AsyncSmtpConnection;
use tokio::time::Instant;

const MOST: usize = 4;

/// At most four, each for a limited time. The newest is used first, so that what is too much ages and goes.
pub(super) struct IdleConnections {
    limit: Duration,
    waiting: Mutex<Vec<(Instant, AsyncSmtpConnection)>>,
}

impl IdleConnections {
    pub(super) fn new(limit: Duration) -> Self {
        Self { limit, waiting: Mutex::new(Vec::new()) }
    }

    pub(super) fn take(&self) -> Option<AsyncSmtpConnection> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|(since, _)| since.elapsed() < self.limit);
        waiting.pop().map(|(_, connection)| connection)
    }

    pub(super) fn keep(&self, connection: AsyncSmtpConnection) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST {
            waiting.push((Instant::now(), connection));
        }
    }
}
