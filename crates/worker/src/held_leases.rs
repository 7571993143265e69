//! The leases that this worker holds, renewed together as long as their attempts run.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};

use chrono::TimeDelta;
use sillon_domain::{
    Context, Failure,
    ids::{JobId, LeaseToken},
    jobs::{Lease, renew_leases},
};
use tokio_util::sync::CancellationToken;

/// By the token of their claim, then by job: what stops the attempt.
type Held = HashMap<LeaseToken, HashMap<JobId, CancellationToken>>;

/// Leases, each with what stops its attempt. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeldLeases(Arc<Mutex<Held>>);

impl HeldLeases {
    /// Remembers a lease whose attempt `stop` ends.
    pub(crate) fn add(&self, lease: Lease, stop: CancellationToken) {
        self.lock().entry(lease.token).or_default().insert(lease.job_id, stop);
    }

    /// Forgets a lease whose attempt has ended.
    pub(crate) fn remove(&self, lease: Lease) {
        let mut held = self.lock();
        let Some(jobs) = held.get_mut(&lease.token) else { return };
        jobs.remove(&lease.job_id);
        if jobs.is_empty() {
            held.remove(&lease.token);
        }
    }

    /// Renews them all; attempts whose lease is lost are told to stop.
    pub(crate) async fn renew(&self, ctx: &Context, lasts: TimeDelta) -> Result<(), Failure> {
        let leases = self.all();
        if leases.is_empty() {
            return Ok(());
        }
        let mut tx = ctx.db.write().await?;
        let renewed = renew_leases(&mut tx, &ctx.clock, &leases, lasts).await?;
        tx.commit().await?;
        for lease in leases.into_iter().filter(|lease| !renewed.contains(&lease.job_id)) {
            // One that ended meanwhile is not lost.
            if let Some(stop) = self.lock().get(&lease.token).and_then(|jobs| jobs.get(&lease.job_id)) {
                stop.cancel();
            }
        }
        Ok(())
    }

    /// All that are held now.
    pub(crate) fn all(&self) -> Vec<Lease> {
        let held = self.lock();
        held.iter()
            .flat_map(|(token, jobs)| jobs.keys().map(|job_id| Lease { job_id: *job_id, token: *token }))
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.0.lock().expect("no thread panics while it holds the leases")
    }
}
