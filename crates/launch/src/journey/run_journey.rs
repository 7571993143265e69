//! Takes the steps one after the other until one fails, and cleans up whatever happened.

use std::{future::Future, path::Path, pin::Pin, time::Instant};

use chrono::TimeDelta;
use reqwest::Client;
use sillon_database::entities::role::BuiltIn;
use sillon_domain::{
    Clock, Context, Failure,
    accounts::parse_email,
    invitations::{InvitationCode, Invited, NewInvitation, create_invitation},
    launch::JOURNEY_COHORT,
};

use tokio_util::sync::CancellationToken;

use super::{
    clean_up::{DOMAIN, clean_up},
    result::{JourneyResult, SKIPPED, StepResult},
    steps::STEPS,
    walk::{StepError, Walk},
};

/// A step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    name: &'static str,
    run: for<'a> fn(&'a mut Walk) -> Running<'a>,
    needs_mails: bool,
}

impl Step {
    pub(super) const fn new(name: &'static str, run: for<'a> fn(&'a mut Walk) -> Running<'a>) -> Self {
        Self { name, run, needs_mails: false }
    }

    /// It reads a mail, and is left out where mails do not go into a folder.
    pub(super) const fn with_mails(mut self) -> Self {
        self.needs_mails = true;
        self
    }
}

/// A step under way.
pub(super) type Running<'a> = Pin<Box<dyn Future<Output = Result<(), StepError>> + Send + 'a>>;

const NAME: &str = "first visit";
const VALID_FOR: TimeDelta = TimeDelta::hours(1);

/// Walks through the instance at the address; its database makes the invitation and forgets the person afterwards. The
/// folder is the one into which the instance writes its mails, when it does. Told to stop, it goes no further and cleans up.
pub async fn run_journey(
    ctx: &Context,
    client: Client,
    base_url: &str,
    mails: Option<&Path>,
    stop: &CancellationToken,
) -> JourneyResult {
    let clock = &ctx.clock;
    let started_at = clock.now();
    let mut steps = Vec::new();
    let email = format!("visitor-{}@{DOMAIN}", random_word());
    let invited = timed("be invited", invite(ctx, &email)).await;
    steps.push(invited.0);
    if let Some(invitation) = invited.1 {
        let mut walk = Walk {
            client,
            base_url: base_url.trim_end_matches('/').to_owned(),
            email: email.clone(),
            password: random_word(),
            invitation,
            cookie: None,
            track_id: None,
            playback: None,
            mails: mails.map(Path::to_owned),
        };
        for step in STEPS {
            if step.needs_mails && walk.mails.is_none() {
                steps.push(skipped(step.name));
                continue;
            }
            let running = async {
                tokio::select! {
                    biased;
                    () = stop.cancelled() => Err(StepError("it was told to stop".to_owned())),
                    done = (step.run)(&mut walk) => done,
                }
            };
            let (result, done) = timed(step.name, running).await;
            steps.push(result);
            if done.is_none() {
                break;
            }
        }
    }
    let cleaned = timed("clean up", async { clean_up(ctx, mails, &email).await.map_err(from_failure) }).await;
    steps.push(cleaned.0);
    JourneyResult { journey: NAME.to_owned(), started_at, finished_at: clock.now(), steps }
}

fn skipped(name: &str) -> StepResult {
    StepResult { name: format!("{name}{SKIPPED}"), ok: true, ms: 0, error: None }
}

async fn invite(ctx: &Context, email: &str) -> Result<InvitationCode, StepError> {
    let email = parse_email(email).ok_or_else(|| StepError("the journey's own address is none".to_owned()))?;
    let new = NewInvitation {
        email,
        cohort: JOURNEY_COHORT.to_owned(),
        role: BuiltIn::Creator,
        sent_by: None,
        valid_for: VALID_FOR,
    };
    create(ctx, &ctx.clock, &new).await.map_err(from_failure)
}

async fn create(ctx: &Context, clock: &Clock, new: &NewInvitation) -> Result<InvitationCode, Failure> {
    let mut tx = ctx.db.write().await?;
    let Invited::New(invitation) = create_invitation(&mut tx, clock, new).await? else {
        return Err(Failure::Broken("a random address has an invitation already".to_owned()));
    };
    tx.commit().await?;
    InvitationCode::parse(&invitation.code)
        .ok_or_else(|| Failure::Broken("the code in the database is none".to_owned()))
}

async fn timed<T>(name: &str, step: impl Future<Output = Result<T, StepError>>) -> (StepResult, Option<T>) {
    let started = Instant::now();
    let outcome = step.await;
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let error = outcome.as_ref().err().map(ToString::to_string);
    (StepResult { name: name.to_owned(), ok: error.is_none(), ms, error }, outcome.ok())
}

#[expect(clippy::needless_pass_by_value, reason = "it is the function of map_err")]
fn from_failure(failure: Failure) -> StepError {
    StepError(failure.to_string())
}

fn random_word() -> String {
    InvitationCode::random().reveal().to_lowercase()
}
