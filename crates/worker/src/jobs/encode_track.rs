//! Encodes an upload and publishes it.
//!
//! Die anywhere: the lease runs out, the job is claimed again under a new attempt, which writes to a folder of its own
//! and removes those of earlier attempts. Run twice: only the holder of the lease can publish, and only once.

use std::{fmt, path::PathBuf, time::Duration};

use sillon_domain::{
    Context, Failure,
    blobs::Shelf,
    database::entities::job,
    ids::{RenditionId, TrackId, VersionId},
    jobs::{Lease, Retry, attempt_folder, complete_job, release_job, renew_lease, retry_job},
    tracks::{EncodeSource, TrackFailure, begin_encode, fail_track, publish_version},
};
use sillon_media::{EncodedTrack, Progress, Stage};
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::encoded_version::encoded_version;
use crate::{
    encode_process::{EncodeProcess, Event, Exit},
    settings::WorkerSettings,
};

/// Shortest time between two reports of progress.
const REPORT_INTERVAL: Duration = Duration::from_millis(500);

/// A claimed job of this kind.
#[derive(Debug)]
pub(crate) struct Claim {
    /// The row.
    pub(crate) job: job::Model,
    /// The right to change it.
    pub(crate) lease: Lease,
    /// The track to encode.
    pub(crate) track_id: TrackId,
}

/// How a job ended, for the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Published,
    Failed,
    ToBeRetried,
    GivenBack,
    LeaseLost,
    NothingToDo,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Published => "published",
            Self::Failed => "failed",
            Self::ToBeRetried => "to be retried",
            Self::GivenBack => "given back",
            Self::LeaseLost => "lease lost",
            Self::NothingToDo => "nothing to do",
        })
    }
}

/// Runs one attempt. An error leaves the row as it is, to be claimed again when the lease has run out.
pub(crate) async fn run(
    ctx: &Context,
    settings: &WorkerSettings,
    claim: Claim,
    stop: &CancellationToken,
) -> Result<Outcome, Failure> {
    remove_earlier_attempts(ctx, &claim.job).await?;
    if claim.job.attempt > claim.job.max_attempts {
        return fail(ctx, &claim, gave_up("the encoder was interrupted again and again")).await;
    }
    let mut tx = ctx.db.write().await?;
    let source = begin_encode(&mut tx, claim.track_id).await?;
    let Some(EncodeSource { blob }) = source else {
        complete_job(&mut tx, &ctx.clock, claim.lease).await?;
        tx.commit().await?;
        return Ok(Outcome::NothingToDo);
    };
    tx.commit().await?;
    let folder = attempt_folder(claim.job.id, claim.job.attempt);
    let out_dir = ctx.blobs.path(Shelf::Versions, &folder);
    tokio::fs::create_dir(&out_dir).await?;
    let input = ctx.blobs.path(Shelf::Originals, &blob);
    let outcome = match encode(ctx, settings, claim.lease, input, out_dir, stop).await? {
        Encoded::Whole(track) => publish(ctx, &claim, folder.clone(), *track).await?,
        Encoded::Ended(Exit::Refused(failure)) => fail(ctx, &claim, failure).await?,
        Encoded::Ended(Exit::Broken(reason)) => try_again(ctx, &claim, &reason).await?,
        Encoded::LeaseLost => Outcome::LeaseLost,
        Encoded::Stopped => {
            let mut tx = ctx.db.write().await?;
            release_job(&mut tx, claim.lease).await?;
            tx.commit().await?;
            Outcome::GivenBack
        }
    };
    if outcome != Outcome::Published {
        ctx.blobs.remove(Shelf::Versions, &folder).await?;
    }
    Ok(outcome)
}

/// How the encode itself ended.
enum Encoded {
    Whole(Box<EncodedTrack>),
    Ended(Exit),
    LeaseLost,
    Stopped,
}

/// Runs the process, reports its progress, renews the lease, and ends it when the lease or the patience is over.
async fn encode(
    ctx: &Context,
    settings: &WorkerSettings,
    lease: Lease,
    input: PathBuf,
    out_dir: PathBuf,
    stop: &CancellationToken,
) -> Result<Encoded, Failure> {
    let mut process = EncodeProcess::start(&settings.encoder, &input, &out_dir)?;
    let deadline = Instant::now() + settings.encode_time_limit;
    let mut heartbeat = tokio::time::interval(settings.heartbeat);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut progress = Progress { stage: Stage::Probing, percent: 0 };
    let mut reported_at = Instant::now();
    loop {
        let report = tokio::select! {
            event = process.next_event() => match event? {
                Event::Progress(now) => {
                    let news = now.stage != progress.stage || reported_at.elapsed() >= REPORT_INTERVAL;
                    progress = now;
                    news
                }
                Event::Encoded(track) => return Ok(Encoded::Whole(track)),
                Event::Exit(exit) => return Ok(Encoded::Ended(exit)),
            },
            _ = heartbeat.tick() => true,
            () = stop.cancelled() => {
                process.kill().await?;
                return Ok(Encoded::Stopped);
            }
            () = tokio::time::sleep_until(deadline) => {
                process.kill().await?;
                let detail = "Encoding it takes longer than this instance allows.".to_owned();
                return Ok(Encoded::Ended(Exit::Refused(TrackFailure { code: "media.too_slow".to_owned(), detail })));
            }
        };
        if report {
            reported_at = Instant::now();
            if !renew(ctx, settings, lease, progress).await? {
                process.kill().await?;
                return Ok(Encoded::LeaseLost);
            }
        }
    }
}

async fn renew(ctx: &Context, settings: &WorkerSettings, lease: Lease, progress: Progress) -> Result<bool, Failure> {
    let stage = match progress.stage {
        Stage::Probing => "probing",
        Stage::Encoding => "encoding",
        Stage::Packaging => "packaging",
    };
    // The last percent is the publication.
    let percent = i32::from(progress.percent.min(99));
    let mut tx = ctx.db.write().await?;
    let held = renew_lease(&mut tx, &ctx.clock, lease, settings.lease, Some(stage), percent).await?;
    tx.commit().await?;
    Ok(held)
}

/// The files are synced; their names are made durable before a row names them.
async fn publish(ctx: &Context, claim: &Claim, folder: String, encoded: EncodedTrack) -> Result<Outcome, Failure> {
    ctx.blobs.sync(Shelf::Versions).await?;
    let now = ctx.clock.now();
    // The publish transaction gives the rows their ids; these only fill the conversion's fields.
    let ids = (VersionId::new(now), RenditionId::new(now));
    let version = encoded_version(claim.track_id, folder, encoded, ids)?;
    let mut tx = ctx.db.write().await?;
    if publish_version(&mut tx, &ctx.clock, claim.lease, version).await?.is_none() {
        return Ok(Outcome::LeaseLost);
    }
    tx.commit().await?;
    Ok(Outcome::Published)
}

async fn try_again(ctx: &Context, claim: &Claim, reason: &str) -> Result<Outcome, Failure> {
    let attempt = claim.job.attempt;
    if attempt >= claim.job.max_attempts {
        return fail(ctx, claim, gave_up(reason)).await;
    }
    let mut tx = ctx.db.write().await?;
    let held = retry_job(&mut tx, &ctx.clock, claim.lease, Retry { attempt, error: reason }).await?;
    tx.commit().await?;
    Ok(if held { Outcome::ToBeRetried } else { Outcome::LeaseLost })
}

fn gave_up(reason: &str) -> TrackFailure {
    let detail = format!("Encoding was tried several times and did not succeed: {reason}.");
    TrackFailure { code: "media.gave_up".to_owned(), detail }
}

async fn fail(ctx: &Context, claim: &Claim, failure: TrackFailure) -> Result<Outcome, Failure> {
    tracing::info!(job = %claim.job.id, code = failure.code, detail = failure.detail, "a track cannot be encoded");
    let mut tx = ctx.db.write().await?;
    let Some(originals) = fail_track(&mut tx, &ctx.clock, claim.lease, claim.track_id, &failure).await? else {
        return Ok(Outcome::LeaseLost);
    };
    tx.commit().await?;
    for original in originals {
        ctx.blobs.remove(Shelf::Originals, &original).await?;
    }
    Ok(Outcome::Failed)
}

async fn remove_earlier_attempts(ctx: &Context, job: &job::Model) -> Result<(), Failure> {
    for attempt in 1..=job.attempt {
        ctx.blobs.remove(Shelf::Versions, &attempt_folder(job.id, attempt)).await?;
    }
    Ok(())
}
