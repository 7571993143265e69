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
    settle::{Settled, settle, state_of},
};
use crate::cohort::Invitee;

const MOST_FAILURES_IN_A_ROW: u32 = 5;

/// Which letters a run sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Those that were never sent.
    Rendered,
    /// Those that failed, those that were refused for good last.
    Failed,
    /// Those that were refused for now.
    FailedTemporarily,
    /// Those of which nobody knows whether they arrived, after the operator looked.
    Unknown,
}

impl Choice {
    fn state(self) -> DeliveryState {
        match self {
            Self::Rendered => DeliveryState::Rendered,
            Self::Failed | Self::FailedTemporarily => DeliveryState::Failed,
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
    /// A letter.
    #[error("a letter cannot be read: {0}")]
    Letter(std::io::Error),
    /// The process cannot be started.
    #[error("the command for sending cannot be started: {0}")]
    Command(std::io::Error),
}

/// What a run tells while it goes on.
#[derive(Debug)]
pub enum Progress<'a> {
    /// So many letters are to be sent.
    Begins(usize),
    /// The letter to this address turns out to be unknown, and why: nobody has looked at it yet.
    IsUnknown(&'a str, &'static str),
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
        let chosen = self.choose(&mut journal, people, choice, &mut done, &mut tell).await?;
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

    /// Settles what earlier runs left, and gives the invitations that are to be sent, in the order of the list. Those that
    /// were tried less often come first: failures in a row at the top of a list keep nobody below them waiting for ever.
    async fn choose(
        &self,
        journal: &mut Journal,
        people: &[Invitee],
        choice: Choice,
        done: &mut Dispatched,
        tell: &mut impl FnMut(Progress),
    ) -> Result<Vec<beta_invite::Model>, DispatchError> {
        let keys: Vec<String> = people.iter().map(|person| person.email.key.clone()).collect();
        let tx = self.db.read().await.map_err(Failure::from)?;
        let found = invitations_of_addresses(&tx, &keys).await?;
        let mut need_none = unwilling_among(&tx, &keys).await?;
        need_none.extend(emails_with_account(&tx, &keys).await?);
        drop(tx);
        let mut chosen = Vec::new();
        for person in people {
            let invitation = found.iter().find(|invitation| invitation.email_key == person.email.key);
            let settled = match invitation {
                Some(invitation) => Some(self.settle(journal, invitation).await?),
                None => None,
            };
            if need_none.contains(&person.email.key) {
                done.need_none += 1;
                continue;
            }
            let Some((invitation, settled)) = invitation.zip(settled) else {
                done.without_letter.push(person.email.typed.clone());
                continue;
            };
            if let Some(why) = settled.newly_unknown {
                tell(Progress::IsUnknown(&person.email.typed, why));
                done.unknown += 1;
                continue;
            }
            match settled.state {
                DeliveryState::Sent => done.sent_before += 1,
                DeliveryState::Failed if choice == Choice::FailedTemporarily && settled.for_good => {
                    done.left_alone += 1;
                }
                state if state == choice.state() => {
                    if self.outbox.letter(invitation).map_err(DispatchError::Letter)?.is_some() {
                        chosen.push(((settled.for_good, settled.attempt), invitation.clone()));
                    } else {
                        done.without_letter.push(person.email.typed.clone());
                    }
                }
                DeliveryState::Unknown => done.unknown += 1,
                _ => done.left_alone += 1,
            }
        }
        chosen.sort_by_key(|(turn, _)| *turn);
        Ok(chosen.into_iter().map(|(_, invitation)| invitation).collect())
    }

    /// What is true of a letter, written down where one of the two did not know it: the journal first.
    async fn settle(&self, journal: &mut Journal, invitation: &beta_invite::Model) -> Result<Settled, DispatchError> {
        let entries = journal.of_address(&invitation.email_key);
        let settled = settle(invitation, entries, self.clock.now());
        let is_in_journal = entries.iter().any(|entry| {
            entry.invitation == invitation.id
                && entry.attempt == settled.attempt
                && entry.state == JournalState::Unknown
        });
        if let Some(why) = settled.newly_unknown.filter(|_| !is_in_journal) {
            let said = Said { status: settled.status.clone(), detail: why.to_owned() };
            journal.write(self.entry(invitation, settled.attempt, JournalState::Unknown, said))?;
        }
        if settled.state != invitation.delivery_state || settled.attempt != invitation.attempts {
            self.record(invitation, settled.attempt, settled.state, &settled.status).await?;
        }
        Ok(settled)
    }

    /// Sends one letter; none when the row is no longer in the state that this run sends.
    async fn send_one(
        &self,
        journal: &mut Journal,
        invitation: &beta_invite::Model,
        choice: Choice,
    ) -> Result<Option<Entry>, DispatchError> {
        let Some(letter) = self.outbox.letter(invitation).map_err(DispatchError::Letter)? else {
            return Ok(None);
        };
        let mut tx = self.db.write().await.map_err(Failure::from)?;
        let Some(attempt) = begin_sending(&mut tx, self.clock, invitation.id, choice.state()).await? else {
            return Ok(None);
        };
        tx.commit().await.map_err(Failure::from)?;
        let nothing = Said { status: String::new(), detail: String::new() };
        journal.write(self.entry(invitation, attempt, JournalState::Sending, nothing))?;
        let (state, said) = match self.command.send(&letter).await {
            Ok(Delivery::Sent(said)) => (JournalState::Sent, said),
            Ok(Delivery::Temporary(said)) => (JournalState::FailedTemporarily, said),
            Ok(Delivery::Permanent(said)) => (JournalState::FailedPermanently, said),
            Ok(Delivery::Unknown(said)) => (JournalState::Unknown, said),
            Err(error) => {
                let said = Said { status: "not started".to_owned(), detail: error.to_string() };
                let entry = self.entry(invitation, attempt, JournalState::FailedTemporarily, said);
                journal.write(entry.clone())?;
                self.record(invitation, attempt, DeliveryState::Failed, &entry.status).await?;
                return Err(DispatchError::Command(error));
            }
        };
        let entry = self.entry(invitation, attempt, state, said);
        journal.write(entry.clone())?;
        self.record(invitation, attempt, state_of(state), &entry.status).await?;
        Ok(Some(entry))
    }

    async fn record(
        &self,
        invitation: &beta_invite::Model,
        attempt: i32,
        state: DeliveryState,
        status: &str,
    ) -> Result<(), DispatchError> {
        let mut tx = self.db.write().await.map_err(Failure::from)?;
        record_delivery(&mut tx, invitation.id, attempt, state, status).await?;
        Ok(tx.commit().await.map_err(Failure::from)?)
    }

    fn entry(&self, invitation: &beta_invite::Model, attempt: i32, state: JournalState, said: Said) -> Entry {
        Entry {
            at: self.clock.now(),
            invitation: invitation.id,
            expires_at: invitation.expires_at,
            address: invitation.email_key.clone(),
            attempt,
            state,
            status: said.status,
            detail: said.detail,
        }
    }
}
