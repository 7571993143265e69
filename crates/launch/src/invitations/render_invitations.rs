//! Step one: an invitation in the database and a letter in the folder, both or neither, one transaction a person.

use std::io;

use chrono::TimeDelta;
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
    /// The invitation was there; its letter was missing from the folder and was written.
    WrittenAgain,
    /// Invitation and letter were there.
    AlreadyInvited,
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
        let (invitation, is_new) = match create_invitation(&mut tx, self.clock, &new).await? {
            Invited::New(invitation) => (invitation, true),
            Invited::Already(invitation) => (invitation, false),
            Invited::HasAccount => return Ok(Outcome::HasAccount),
            Invited::Declined => return Ok(Outcome::Declined),
        };
        let is_there = self.outbox.letter(&invitation)?.is_some();
        if !is_new && is_there {
            return Ok(Outcome::AlreadyInvited);
        }
        // Before the commit: a letter without an invitation is written over by the next run, the reverse would be lost.
        let mail = self.letters.write(&invitation, person.name.as_deref(), self.clock.now())?;
        self.outbox.write_letter(self.number, &person.email.key, &mail)?;
        tx.commit().await.map_err(Failure::from)?;
        Ok(if is_new { Outcome::Invited } else { Outcome::WrittenAgain })
    }
}
