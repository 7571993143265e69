//! Encodes an upload and publishes it.
//!
//! Die anywhere: the lease runs out, the job is claimed again under a new attempt, which writes to a folder of its own
//! and removes those of earlier attempts. Run twice: only the holder of the lease can publish, and only once.

use std::{path::PathBuf, time::Duration};

use sillon_domain::{
    Context, Failure,
    blobs::Shelf,
    ids::{PictureId, RenditionId, TrackId, VersionId},
    jobs::{EncodeTrack, attempt_folder},
    pictures::{ArrivedPicture, Subject, place_picture_if_none},
    tracks::{EncodeSource, TrackFailure, begin_encode, fail_track, publish_version},
};
use sillon_media::{Cover, EncodedTrack, Progress, Stage};
use tokio::time::{Instant, MissedTickBehavior};

use super::encoded_version::encoded_version;
use crate::{
    encode_process::{EncodeProcess, Event, Exit},
    job::{Attempt, Done, Job, JobError},
};

const PUBLISHED: Done = Done::Ended("published");
/// Shortest time between two reports of progress.
const REPORT_INTERVAL: Duration = Duration::from_millis(500);

impl Job for EncodeTrack {
    /// The handler has a deadline of its own, which is a setting.
    const TIME_LIMIT: Duration = Duration::from_hours(48);

    async fn run(self, attempt: &Attempt) -> Result<Done, JobError> {
        remove_earlier_attempts(attempt).await?;
        let ctx = &attempt.ctx;
        let mut tx = ctx.db.write().await?;
        let source = begin_encode(&mut tx, self.track_id).await?;
        tx.commit().await?;
        let Some(EncodeSource { blob }) = source else { return Ok(Done::Completed) };
        let folder = attempt_folder(attempt.job.id, attempt.job.attempt);
        let out_dir = ctx.blobs.path(Shelf::Versions, &folder);
        tokio::fs::create_dir(&out_dir).await?;
        let input = ctx.blobs.path(Shelf::Originals, &blob);
        let ended = match encode(attempt, input, out_dir).await? {
            // After an error nobody knows whether the commit was made: the folder is left to the sweep.
            Encoded::Whole(track) => Ok(publish(attempt, self.track_id, folder.clone(), *track).await?),
            Encoded::Ended(Exit::Refused(failure)) => fail(attempt, self.track_id, failure).await,
            Encoded::Ended(Exit::Broken(reason)) => Err(JobError::Temporary(reason)),
            Encoded::LeaseLost => Ok(Done::LeaseLost),
            Encoded::Stopped => Err(JobError::Stopped),
        };
        if ended != Ok(PUBLISHED) {
            ctx.blobs.remove(Shelf::Versions, &folder).await?;
        }
        ended
    }

    async fn give_up(self, attempt: &Attempt, reason: String) -> Result<Done, JobError> {
        remove_earlier_attempts(attempt).await?;
        let detail = format!("Encoding was tried several times and did not succeed: {reason}.");
        fail(attempt, self.track_id, TrackFailure { code: "media.gave_up".to_owned(), detail }).await
    }
}

/// How the encode itself ended.
enum Encoded {
    Whole(Box<EncodedTrack>),
    Ended(Exit),
    LeaseLost,
    Stopped,
}

/// Runs the process, reports its progress, renews the lease, and ends it when the lease or the patience is over.
async fn encode(attempt: &Attempt, input: PathBuf, out_dir: PathBuf) -> Result<Encoded, Failure> {
    let settings = &attempt.settings;
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
            () = attempt.stop.cancelled() => {
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
            if !renew(attempt, progress).await? {
                process.kill().await?;
                return Ok(Encoded::LeaseLost);
            }
        }
    }
}

async fn renew(attempt: &Attempt, progress: Progress) -> Result<bool, Failure> {
    let stage = match progress.stage {
        Stage::Probing => "probing",
        Stage::Encoding => "encoding",
        Stage::Packaging => "packaging",
    };
    // The last percent is the publication.
    attempt.report(stage, i32::from(progress.percent.min(99))).await
}

/// The files are synced; their names are made durable before a row names them.
async fn publish(
    attempt: &Attempt,
    track_id: TrackId,
    folder: String,
    encoded: EncodedTrack,
) -> Result<Done, JobError> {
    let ctx = &attempt.ctx;
    ctx.blobs.sync(Shelf::Versions).await?;
    let cover = match &encoded.cover {
        Some(cover) => Some(take_cover(ctx, &folder, cover).await?),
        None => None,
    };
    let now = ctx.clock.now();
    // The publish transaction gives the rows their ids; these only fill the conversion's fields.
    let ids = (VersionId::new(now), RenditionId::new(now));
    let version = encoded_version(track_id, folder, encoded, ids)?;
    let mut tx = ctx.db.write().await?;
    if publish_version(&mut tx, &ctx.clock, attempt.lease, version).await?.is_none() {
        return Ok(Done::LeaseLost);
    }
    let mut superfluous = None;
    if let Some(cover) = cover {
        let original = cover.original.clone();
        let is_placed = place_picture_if_none(&mut tx, &ctx.clock, Subject::Track(track_id), cover).await?;
        superfluous = Some(original).filter(|_| !is_placed);
    }
    tx.commit().await?;
    ctx.job_signal.wake();
    if let Some(original) = superfluous
        && let Err(error) = ctx.blobs.remove(Shelf::Pictures, &original).await
    {
        tracing::warn!(%error, original, "artwork that nobody needs stays until the next sweep");
    }
    Ok(PUBLISHED)
}

/// Moves the artwork that was inside the source among the pictures, before a row names it. Where none does in the end,
/// because the lease was lost, the sweep removes it.
async fn take_cover(ctx: &Context, folder: &str, cover: &Cover) -> Result<ArrivedPicture, Failure> {
    let id = PictureId::new(ctx.clock.now());
    let original = id.to_string();
    let source = ctx.blobs.path(Shelf::Versions, folder).join(&cover.file_name);
    tokio::fs::rename(source, ctx.blobs.path(Shelf::Pictures, &original)).await?;
    ctx.blobs.sync(Shelf::Pictures).await?;
    Ok(ArrivedPicture { id, original, media_type: cover.media_type.clone(), framing_percent: 50 })
}

async fn fail(attempt: &Attempt, track_id: TrackId, failure: TrackFailure) -> Result<Done, JobError> {
    let Attempt { ctx, job, lease, .. } = attempt;
    tracing::info!(job = %job.id, code = failure.code, detail = failure.detail, "a track cannot be encoded");
    let mut tx = ctx.db.write().await?;
    let originals = fail_track(&mut tx, &ctx.clock, *lease, job.attempt, track_id, &failure).await?;
    let Some(originals) = originals else { return Ok(Done::LeaseLost) };
    tx.commit().await?;
    for original in originals {
        ctx.blobs.remove(Shelf::Originals, &original).await?;
    }
    Ok(Done::Ended("failed"))
}

async fn remove_earlier_attempts(attempt: &Attempt) -> Result<(), Failure> {
    let job = &attempt.job;
    for earlier in 1..=job.attempt {
        attempt.ctx.blobs.remove(Shelf::Versions, &attempt_folder(job.id, earlier)).await?;
    }
    Ok(())
}
