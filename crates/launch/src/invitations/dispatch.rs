//! Step two: sends the letters of a folder, one process each.
//!
//! Invariant: nobody gets the same mail twice. Before a process starts, its row moves from `rendered` to `sending` (in a
//! transaction that only one of many can win) and the journal says so on the disk. A crash between leaves `sending`;
//! the next run makes that `unknown`, which is sent again only when the operator asks for it by name.

use std::time::Duration;

use sillon_database::entities::beta_invite::{self, DeliveryState};
use sillon_domain::{
    Clock, Database, Failure,
    invitations::{begin_sending, end_sending, invitations_of_addresses, settle_broken_off},
};
use tokio_util::sync::CancellationToken;

use super::{
    Outbox, SendCommand,
    journal::{Entry, Journal, JournalError, JournalState},
    send_command::{Delivery, Said},
};
use crate::cohort::Invitee;

const MOST_FAILURES_IN_A_ROW: u32 = 5;

/// Which letters a run sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Those that were never sent.
    Rendered,
    /// Those that failed.
    Failed,
    /// Those of which nobody knows whether they arrived, after the operator looked.
    Unknown,
}

impl Choice {
    fn state(self) -> DeliveryState {
        match self {
            Self::Rendered => DeliveryState::Rendered,
            Self::Failed => DeliveryState::Failed,
            Self::Unknown => DeliveryState::Unknown,
        }
    }
}

/// The run ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum DispatchError {
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database or a rule.
    #[error(transparent)]
    Rule(#[from] Failure),
    /// The process cannot be started.
    #[error("the command for sending cannot be started: {0}")]
    Command(std::io::Error),
}

/// What a run tells while it goes on.
#[derive(Debug)]
pub enum Progress<'a> {
    /// So many letters are to be sent.
    Begins(usize),
    /// One was sent, or failed.
    Ended(&'a Entry),
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dispatched {
    /// Taken by a server.
    pub sent: usize,
    /// Refused for now.
    pub temporary: usize,
    /// Refused for good.
    pub permanent: usize,
    /// Broken off, in this run or in one before.
    pub unknown: usize,
    /// Taken by an earlier run.
    pub sent_before: usize,
    /// In other states than the one that this run sends.
    pub left_alone: usize,
    /// Addresses that have no invitation, or no letter in the folder.
    pub without_letter: Vec<String>,
    /// Whether it stopped after five failures in a row.
    pub stopped_by_failures: bool,
    /// Whether it was told to stop.
    pub interrupted: bool,
}

/// What a run needs.
#[derive(Debug)]
pub struct Dispatcher<'a> {
    /// The database.
    pub db: &'a Database,
    /// The time.
    pub clock: &'a Clock,
    /// The folder.
    pub outbox: &'a Outbox,
    /// The command.
    pub command: &'a SendCommand,
    /// From one letter to the next.
    pub pause: Duration,
    /// Ends the run behind the letter that is under way.
    pub stop: &'a CancellationToken,
}

impl Dispatcher<'_> {
    /// Sends what is to be sent to these people.
    pub async fn run(
        &self,
        people: &[Invitee],
        choice: Choice,
        mut tell: impl FnMut(Progress),
    ) -> Result<Dispatched, DispatchError> {
        let mut journal = Journal::open(self.outbox.folder())?;
        let mut done = Dispatched::default();
        let chosen = self.choose(&mut journal, people, choice, &mut done).await?;
        tell(Progress::Begins(chosen.len()));
        let mut failures_in_a_row = 0;
        let mut pause = tokio::time::interval(self.pause.max(Duration::from_millis(1)));
        pause.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        for invitation in chosen {
            tokio::select! {
                biased;
                () = self.stop.cancelled() => {
                    done.interrupted = true;
                    break;
                }
                _ = pause.tick() => {}
            }
            let Some(entry) = self.send_one(&mut journal, &invitation, choice).await? else {
                done.left_alone += 1;
                continue;
            };
            let count = match entry.state {
                JournalState::Sent => &mut done.sent,
                JournalState::FailedTemporarily => &mut done.temporary,
                JournalState::FailedPermanently => &mut done.permanent,
                JournalState::Unknown | JournalState::Sending => &mut done.unknown,
            };
            *count += 1;
            failures_in_a_row = if entry.state == JournalState::Sent { 0 } else { failures_in_a_row + 1 };
            tell(Progress::Ended(&entry));
            if failures_in_a_row >= MOST_FAILURES_IN_A_ROW {
                done.stopped_by_failures = true;
                break;
            }
        }
        Ok(done)
    }

    /// Settles what earlier runs left, and gives the invitations that are to be sent, in the order of the list.
    async fn choose(
        &self,
        journal: &mut Journal,
        people: &[Invitee],
        choice: Choice,
        done: &mut Dispatched,
    ) -> Result<Vec<beta_invite::Model>, DispatchError> {
        let keys: Vec<String> = people.iter().map(|person| person.email.key.clone()).collect();
        let found = invitations_of_addresses(&self.db.read().await.map_err(Failure::from)?, &keys).await?;
        let mut chosen = Vec::new();
        for person in people {
            let Some(invitation) = found.iter().find(|invitation| invitation.email_key == person.email.key) else {
                done.without_letter.push(person.email.typed.clone());
                continue;
            };
            match self.settle(journal, invitation).await? {
                DeliveryState::Sent => done.sent_before += 1,
                state if state == choice.state() => {
                    let letter = self.outbox.letter(&invitation.email_key).map_err(DispatchError::Command)?;
                    match letter {
                        Some(_) => chosen.push(invitation.clone()),
                        None => done.without_letter.push(person.email.typed.clone()),
                    }
                }
                DeliveryState::Unknown => done.unknown += 1,
                _ => done.left_alone += 1,
            }
        }
        Ok(chosen)
    }

    /// Brings database and journal together: where one of them says more, that counts.
    async fn settle(
        &self,
        journal: &mut Journal,
        invitation: &beta_invite::Model,
    ) -> Result<DeliveryState, DispatchError> {
        let last = journal.last(invitation.id).cloned();
        let in_database = invitation.delivery_state;
        match (in_database, last) {
            // The database is older than the journal: it came back from a backup.
            (DeliveryState::Rendered, Some(entry)) => Ok(state_of(entry.state)),
            // The crash came between the journal's line and the database's row.
            (DeliveryState::Sending, Some(entry)) if entry.state != JournalState::Sending => {
                let state = state_of(entry.state);
                self.record(invitation, state, &entry.status).await?;
                Ok(state)
            }
            (DeliveryState::Sending, _) => {
                let mut tx = self.db.write().await.map_err(Failure::from)?;
                settle_broken_off(&mut tx, invitation.id).await?;
                tx.commit().await.map_err(Failure::from)?;
                let said = Said { status: "broken off".to_owned(), detail: "the run before ended here".to_owned() };
                journal.write(self.entry(invitation, JournalState::Unknown, said))?;
                Ok(DeliveryState::Unknown)
            }
            (state, _) => Ok(state),
        }
    }

    /// Sends one letter; none when the row is no longer in the state that this run sends.
    async fn send_one(
        &self,
        journal: &mut Journal,
        invitation: &beta_invite::Model,
        choice: Choice,
    ) -> Result<Option<Entry>, DispatchError> {
        let Some(letter) = self.outbox.letter(&invitation.email_key).map_err(DispatchError::Command)? else {
            return Ok(None);
        };
        let mut tx = self.db.write().await.map_err(Failure::from)?;
        if !begin_sending(&mut tx, self.clock, invitation.id, &[choice.state()]).await? {
            return Ok(None);
        }
        tx.commit().await.map_err(Failure::from)?;
        let nothing = Said { status: String::new(), detail: String::new() };
        journal.write(self.entry(invitation, JournalState::Sending, nothing))?;
        let (state, said) = match self.command.send(&letter).await {
            Ok(Delivery::Sent(said)) => (JournalState::Sent, said),
            Ok(Delivery::Temporary(said)) => (JournalState::FailedTemporarily, said),
            Ok(Delivery::Permanent(said)) => (JournalState::FailedPermanently, said),
            Ok(Delivery::Unknown(said)) => (JournalState::Unknown, said),
            Err(error) => {
                let said = Said { status: "not started".to_owned(), detail: error.to_string() };
                let entry = self.entry(invitation, JournalState::FailedTemporarily, said);
                journal.write(entry.clone())?;
                self.record(invitation, DeliveryState::Failed, &entry.status).await?;
                return Err(DispatchError::Command(error));
            }
        };
        let entry = self.entry(invitation, state, said);
        journal.write(entry.clone())?;
        self.record(invitation, state_of(state), &entry.status).await?;
        Ok(Some(entry))
    }

    async fn record(
        &self,
        invitation: &beta_invite::Model,
        state: DeliveryState,
        status: &str,
    ) -> Result<(), DispatchError> {
        let mut tx = self.db.write().await.map_err(Failure::from)?;
        end_sending(&mut tx, invitation.id, state, status).await?;
        Ok(tx.commit().await.map_err(Failure::from)?)
    }

    fn entry(&self, invitation: &beta_invite::Model, state: JournalState, said: Said) -> Entry {
        Entry {
            at: self.clock.now(),
            invitation: invitation.id,
            address: invitation.email.clone(),
            state,
            status: said.status,
            detail: said.detail,
        }
    }
}

fn state_of(state: JournalState) -> DeliveryState {
    match state {
        JournalState::Sending | JournalState::Unknown => DeliveryState::Unknown,
        JournalState::Sent => DeliveryState::Sent,
        JournalState::FailedTemporarily | JournalState::FailedPermanently => DeliveryState::Failed,
    }
}
