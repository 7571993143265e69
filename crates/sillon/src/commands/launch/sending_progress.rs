//! How far sending is: a bar with counts and remaining time on a terminal, a line a letter elsewhere.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};
use sillon_launch::invitations::{Entry, JournalState, Progress};

const TEMPLATE: &str = "{wide_bar} {pos}/{len}  {msg}  about {eta} left";

pub(super) struct SendingProgress {
    bar: Option<ProgressBar>,
    style: ProgressStyle,
    failed: usize,
    total: usize,
    ended: usize,
}

impl SendingProgress {
    pub(super) fn new() -> anyhow::Result<Self> {
        let style = ProgressStyle::with_template(TEMPLATE)?;
        Ok(Self { bar: None, style, failed: 0, total: 0, ended: 0 })
    }

    pub(super) fn show(&mut self, event: &Progress) {
        match event {
            Progress::Begins(total) => {
                self.total = *total;
                if std::io::stderr().is_terminal() {
                    self.bar = Some(ProgressBar::new(*total as u64).with_style(self.style.clone()));
                }
            }
            // Nobody reads it: no reason to stop sending. It is told before there is a bar.
            Progress::IsUnknown(address, why) => drop(writeln!(std::io::stderr(), "{address}: unknown: {why}")),
            Progress::Ended(entry) => self.ended(entry),
        }
    }

    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn ended(&mut self, entry: &Entry) {
        self.ended += 1;
        let word = match entry.state {
            JournalState::Sent => "sent",
            JournalState::FailedTemporarily => "refused for now",
            JournalState::FailedPermanently => "refused for good",
            JournalState::Unknown | JournalState::Sending => "unknown",
        };
        let is_failure = entry.state != JournalState::Sent;
        self.failed += usize::from(is_failure);
        let line = format!("{}: {word} ({}) {}", entry.address, entry.status, entry.detail);
        match &self.bar {
            Some(bar) => {
                if is_failure {
                    bar.println(line.trim_end());
                }
                bar.set_message(format!("{} failed", self.failed));
                bar.inc(1);
            }
            // Nobody reads it: no reason to stop sending.
            None => drop(writeln!(std::io::stderr(), "{}/{} {}", self.ended, self.total, line.trim_end())),
        }
    }
}
