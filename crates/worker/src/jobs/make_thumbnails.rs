//! Makes the thumbnails of a picture and shows it.
//!
//! Die anywhere: the lease runs out, the job is claimed again under a new attempt, which writes to a folder of its own
//! and removes those of earlier attempts; until the last transaction, what was shown before is shown. Run twice: a
//! picture that is shown already is left alone.

use std::time::Duration;

use sillon_domain::{
    Failure,
    blobs::Shelf,
    database::entities::picture::{self, State},
    jobs::{FailedAttempt, MakeThumbnails, attempt_folder, complete_job, stop_job},
    pictures::{MadeThumbnails, PictureFailure, fail_picture, find_picture, publish_picture},
};

use crate::{
    job::{Attempt, Done, Job, JobError},
    thumbnail_process::{Exit, make_thumbnails},
};

const SHOWN: Done = Done::Ended("shown");

impl Job for MakeThumbnails {
    const TIME_LIMIT: Duration = Duration::from_mins(3);

    async fn run(self, attempt: &Attempt) -> Result<Done, JobError> {
        remove_earlier_attempts(attempt).await?;
        let ctx = &attempt.ctx;
        let picture = find_picture(&ctx.db.read().await?, self.picture_id).await?;
        let Some(picture) = picture.filter(|picture| picture.state != State::Ready) else { return Ok(Done::Completed) };
        let folder = attempt_folder(attempt.job.id, attempt.job.attempt);
        tokio::fs::create_dir(ctx.blobs.path(Shelf::Thumbnails, &folder)).await?;
        let ended = make(attempt, &picture, &folder).await?;
        if ended != Ok(SHOWN) {
            ctx.blobs.remove(Shelf::Thumbnails, &folder).await?;
        }
        ended
    }

    async fn give_up(self, attempt: &Attempt, reason: String) -> Result<Done, JobError> {
        remove_earlier_attempts(attempt).await?;
        let detail = format!("Reading it was tried several times and did not succeed: {reason}.");
        fail(attempt, self, PictureFailure { code: "picture.gave_up".to_owned(), detail }).await
    }
}

/// The outer error leaves the folder to the sweep: after it nobody knows whether the commit was made. Stopping ends only
/// the process; what has begun to be shown is shown to its end.
async fn make(attempt: &Attempt, picture: &picture::Model, folder: &str) -> Result<Result<Done, JobError>, JobError> {
    let blobs = &attempt.ctx.blobs;
    let input = blobs.path(Shelf::Pictures, &picture.original);
    let out_dir = blobs.path(Shelf::Thumbnails, folder);
    let process = make_thumbnails(&attempt.settings.encoder, &input, &out_dir, picture.framing_percent);
    let exit = tokio::select! {
        exit = process => exit?,
        () = attempt.stop.cancelled() => return Ok(Err(JobError::Stopped)),
    };
    Ok(match exit {
        Exit::Made { side_px, blurhash } => {
            let made = MadeThumbnails { folder: folder.to_owned(), side_px, blurhash };
            Ok(show(attempt, picture, made).await?)
        }
        Exit::Refused(failure) => fail(attempt, MakeThumbnails { picture_id: picture.id }, failure).await,
        Exit::Broken(reason) => Err(JobError::Temporary(reason)),
    })
}

/// The files are synced; their folder's name is made durable before a row names it.
async fn show(attempt: &Attempt, picture: &picture::Model, made: MadeThumbnails) -> Result<Done, Failure> {
    let Attempt { ctx, lease, .. } = attempt;
    ctx.blobs.sync(Shelf::Thumbnails).await?;
    let mut tx = ctx.db.write().await?;
    if !complete_job(&mut tx, &ctx.clock, *lease).await? {
        return Ok(Done::LeaseLost);
    }
    let before = publish_picture(&mut tx, picture.id, made).await?;
    tx.commit().await?;
    let Some(before) = before else { return Ok(Done::Ended("not wanted any more")) };
    before.remove_files(&ctx.blobs).await;
    Ok(SHOWN)
}

async fn fail(attempt: &Attempt, job: MakeThumbnails, failure: PictureFailure) -> Result<Done, JobError> {
    let Attempt { ctx, lease, .. } = attempt;
    tracing::info!(picture = %job.picture_id, code = failure.code, detail = failure.detail, "a picture cannot be shown");
    let error = format!("{}: {}", failure.code, failure.detail);
    let mut tx = ctx.db.write().await?;
    if !stop_job(&mut tx, &ctx.clock, *lease, FailedAttempt { attempt: attempt.job.attempt, error: &error }).await? {
        return Ok(Done::LeaseLost);
    }
    fail_picture(&mut tx, job.picture_id, &failure).await?;
    tx.commit().await?;
    Ok(Done::Ended("failed"))
}

async fn remove_earlier_attempts(attempt: &Attempt) -> Result<(), Failure> {
    let job = &attempt.job;
    for earlier in 1..=job.attempt {
        attempt.ctx.blobs.remove(Shelf::Thumbnails, &attempt_folder(job.id, earlier)).await?;
    }
    Ok(())
}
