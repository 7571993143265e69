//! Step one: an invitation in the database and a letter in the folder, both or neither, one transaction a person.

use std::io;

use chrono::{DateTime, TimeDelta, Utc};
use mail_parser::MessageParser;
use sillon_database::entities::beta_invite::{self, DeliveryState};
use sillon_domain::{
    Clock, Database, Failure,
    ids::AccountId,
    invitations::{Invited, NewInvitation, create_invitation},
};

use super::Outbox;
use crate::{
    cohort::Invitee,
    mail::{Letters, WriteError},
};

/// What became of one person.
#[derive(Debug)]
pub enum Outcome {
    /// A new invitation; its letter is in the folder.
    Invited,
    /// The invitation was there; its letter was missing from the folder, or said something else and was not sent yet.
    WrittenAgain,
    /// Invitation and letter were there.
    AlreadyInvited,
    /// The invitation was there with another cohort or role, and has those of the list now.
    Corrected,
    /// The person has an account.
    HasAccount,
    /// The person said no, or is on the suppression list.
    Declined,
    /// It did not work; the others go on.
    Failed(String),
}

/// A run over a list.
#[derive(Debug, Default)]
pub struct Rendered {
    /// Everybody, with what became of them, in the order of the list.
    pub people: Vec<(Invitee, Outcome)>,
}

impl Rendered {
    /// Those for whom it did not work.
    pub fn failed(&self) -> Vec<Invitee> {
        let failed = self.people.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Failed(_)));
        failed.map(|(person, _)| person.clone()).collect()
    }
}

/// Who invites, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// The account that invites.
    pub sent_by: Option<AccountId>,
    /// How long the invitation works.
    pub valid_for: TimeDelta,
}

/// Invites everybody on the list. Run twice, it inserts nothing twice.
pub async fn render_invitations(
    db: &Database,
    clock: &Clock,
    letters: &Letters,
    outbox: &Outbox,
    people: Vec<Invitee>,
    terms: Terms,
) -> Rendered {
    let mut rendered = Rendered::default();
    for (index, person) in people.into_iter().enumerate() {
        let place = Place { db, clock, letters, outbox, number: index + 1 };
        let outcome = match place.invite(&person, terms).await {
            Ok(outcome) => outcome,
            Err(error) => Outcome::Failed(error.to_string()),
        };
        rendered.people.push((person, outcome));
    }
    rendered
}

#[derive(Debug, thiserror::Error)]
enum RenderError {
    #[error(transparent)]
    Rule(#[from] Failure),
    #[error("the letter cannot be written: {0}")]
    Letter(#[from] WriteError),
    #[error("the letter cannot be kept: {0}")]
    Disk(#[from] io::Error),
}

struct Place<'a> {
    db: &'a Database,
    clock: &'a Clock,
    letters: &'a Letters,
    outbox: &'a Outbox,
    number: usize,
}

impl Place<'_> {
    async fn invite(&self, person: &Invitee, terms: Terms) -> Result<Outcome, RenderError> {
        let new = NewInvitation {
            email: person.email.clone(),
            cohort: person.cohort.clone(),
            role: person.role,
            sent_by: terms.sent_by,
            valid_for: terms.valid_for,
        };
        let mut tx = self.db.write().await.map_err(Failure::from)?;
        let (invitation, outcome) = match create_invitation(&mut tx, self.clock, &new).await? {
            Invited::New(invitation) => (invitation, Outcome::Invited),
            Invited::Already(invitation) => (invitation, Outcome::AlreadyInvited),
            Invited::Changed(invitation) => (invitation, Outcome::Corrected),
            Invited::HasAccount => return Ok(Outcome::HasAccount),
            Invited::Declined => return Ok(Outcome::Declined),
        };
        let is_good = self.is_good(&invitation, person)?;
        if !is_good {
            // Before the commit: a letter without an invitation is written over by the next run, the reverse would be lost.
            let mail = self.letters.write(&invitation, person.name.as_deref(), self.clock.now())?;
            self.outbox.write_letter(self.number, &person.email.key, &mail)?;
        }
        tx.commit().await.map_err(Failure::from)?;
        Ok(if is_good || !matches!(outcome, Outcome::AlreadyInvited) { outcome } else { Outcome::WrittenAgain })
    }

    /// Whether the letter in the folder is the one that would be written now; one that went out stays as it is.
    fn is_good(&self, invitation: &beta_invite::Model, person: &Invitee) -> Result<bool, RenderError> {
        let Some(path) = self.outbox.letter(invitation)? else { return Ok(false) };
        if !matches!(invitation.delivery_state, DeliveryState::Rendered | DeliveryState::Failed) {
            return Ok(true);
        }
        let there = std::fs::read(path)?;
        let Some(written_at) = date_of(&there) else { return Ok(false) };
        Ok(there == self.letters.write(invitation, person.name.as_deref(), written_at)?)
    }
}

fn date_of(mail: &[u8]) -> Option<DateTime<Utc>> {
    let date = MessageParser::default().parse_headers(mail)?.date()?.to_timestamp();
    DateTime::from_timestamp(date, 0)
}
