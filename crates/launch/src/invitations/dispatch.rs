//! Step two: sends the letters of a folder, one process each.
//!
//! Invariant: nobody gets the same mail twice. Before a process starts, its row moves from `rendered` to `sending` (in a
//! transaction that only one of many can win) and the journal says so on the disk. A crash between leaves `sending`;
//! the next run makes that `unknown`, and a run after that one sends it again when the operator asks for it by name.

use std::time::Duration;

use sillon_database::entities::beta_invite::{self, DeliveryState};
use sillon_domain::{
    Clock, Database, Failure,
    accounts::emails_with_account,
    invitations::{begin_sending, invitations_of_addresses, record_delivery, unwilling_among},
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
    /// People who have an account, or said no: no letter is for them.
    pub need_none: usize,
    /// Addresses that were found to be unknown in this run: nobody has looked at them yet.
    pub newly_unknown: Vec<String>,
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
        let tx = self.db.read().await.map_err(Failure::from)?;
        let found = invitations_of_addresses(&tx, &keys).await?;
        let mut need_none = unwilling_among(&tx, &keys).await?;
        need_none.extend(emails_with_account(&tx, &keys).await?);
        drop(tx);
        let mut chosen = Vec::new();
        for person in people {
            if need_none.contains(&person.email.key) {
                done.need_none += 1;
                continue;
            }
            let Some(invitation) = found.iter().find(|invitation| invitation.email_key == person.email.key) else {
                done.without_letter.push(person.email.typed.clone());
                continue;
            };
            let (state, is_new) = self.settle(journal, invitation).await?;
            if is_new && state == DeliveryState::Unknown {
                done.newly_unknown.push(person.email.typed.clone());
            }
            match state {
                DeliveryState::Sent => done.sent_before += 1,
                // What nobody has looked at is not sent again.
                DeliveryState::Unknown if is_new => done.unknown += 1,
                state if state == choice.state() => {
                    let letter = self.outbox.letter(invitation).map_err(DispatchError::Command)?;
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

    /// Brings database and journal together, and says whether that changed anything. The journal is written before
    /// the database, and outlives it: what it says counts.
    async fn settle(
        &self,
        journal: &mut Journal,
        invitation: &beta_invite::Model,
    ) -> Result<(DeliveryState, bool), DispatchError> {
        let in_database = invitation.delivery_state;
        let last = journal.last(&invitation.email_key).cloned();
        let (state, said) = match last {
            Some(entry) if entry.invitation == invitation.id => {
                let state = state_of(entry.state);
                let status = if entry.state == JournalState::Sending { "broken off".to_owned() } else { entry.status };
                (state, Said { status, detail: entry.detail })
            }
            // Another letter went to this address, and its invitation would still work: the database lost it.
            Some(entry)
                if in_database == DeliveryState::Rendered
                    && reached_somebody(entry.state)
                    && entry.expires_at > self.clock.now() =>
            {
                let detail = "an earlier letter went to this address, and its invitation is not in the database";
                (DeliveryState::Unknown, Said { status: "sent before".to_owned(), detail: detail.to_owned() })
            }
            // The journal of this row is somewhere else, or its run ended before it began to send.
            _ if in_database == DeliveryState::Sending => {
                let detail = "the run before ended here".to_owned();
                (DeliveryState::Unknown, Said { status: "broken off".to_owned(), detail })
            }
            _ => return Ok((in_database, false)),
        };
        if state == in_database && state != DeliveryState::Unknown {
            return Ok((state, false));
        }
        let was_known = state == in_database;
        if !was_known {
            self.record(invitation, state, &said.status).await?;
        }
        let stands_in_journal = journal
            .last(&invitation.email_key)
            .is_some_and(|entry| entry.invitation == invitation.id && entry.state != JournalState::Sending);
        if state == DeliveryState::Unknown && !stands_in_journal {
            journal.write(self.entry(invitation, JournalState::Unknown, said))?;
        }
        Ok((state, !(was_known && stands_in_journal)))
    }

    /// Sends one letter; none when the row is no longer in the state that this run sends.
    async fn send_one(
        &self,
        journal: &mut Journal,
        invitation: &beta_invite::Model,
        choice: Choice,
    ) -> Result<Option<Entry>, DispatchError> {
        let Some(letter) = self.outbox.letter(invitation).map_err(DispatchError::Command)? else {
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
        record_delivery(&mut tx, invitation.id, state, status).await?;
        Ok(tx.commit().await.map_err(Failure::from)?)
    }

    fn entry(&self, invitation: &beta_invite::Model, state: JournalState, said: Said) -> Entry {
        Entry {
            at: self.clock.now(),
            invitation: invitation.id,
            expires_at: invitation.expires_at,
            address: invitation.email_key.clone(),
            state,
            status: said.status,
            detail: said.detail,
        }
    }
}

/// Whether a letter may be in somebody's mailbox.
fn reached_somebody(state: JournalState) -> bool {
    matches!(state, JournalState::Sending | JournalState::Sent | JournalState::Unknown)
}

fn state_of(state: JournalState) -> DeliveryState {
    match state {
        JournalState::Sending | JournalState::Unknown => DeliveryState::Unknown,
        JournalState::Sent => DeliveryState::Sent,
        JournalState::FailedTemporarily | JournalState::FailedPermanently => DeliveryState::Failed,
    }
}
