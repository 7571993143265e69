//! The soft-launch kit: the cohort's file, the invitations and their mails, the monitor, the journey, the report, the
//! checklist. Rules about invitations are the domain's; arguments and settings are the binary's.

pub mod checklist;
pub mod cohort;
pub mod invitations;
pub mod journey;
pub mod mail;
pub mod monitor;
mod percent;
pub mod report;
mod visible;
