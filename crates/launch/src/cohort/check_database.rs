//! The rules of a cohort that only the database can tell.

use std::collections::HashSet;

use sillon_domain::{
    Clock, Failure, Reads,
    accounts::emails_with_account,
    invitations::{invitations_of_addresses, unwilling_among},
};

use super::{Cohort, Column, Finding};

/// Warns of people who are here already, were invited already, or want no mail.
pub async fn check_against_database(tx: &impl Reads, clock: &Clock, cohort: &Cohort) -> Result<Vec<Finding>, Failure> {
    let keys: Vec<String> = cohort.people.iter().map(|person| person.email.key.clone()).collect();
    let now = clock.now();
    let accounts = emails_with_account(tx, &keys).await?;
    let unwilling = unwilling_among(tx, &keys).await?;
    let invited = invitations_of_addresses(tx, &keys).await?;
    let live: HashSet<String> = invited
        .into_iter()
        .filter(|invitation| invitation.used_at.is_none() && invitation.expires_at > now)
        .map(|invitation| invitation.email_key)
        .collect();
    let column = cohort.place(Column::Email);
    let mut findings = Vec::new();
    for person in &cohort.people {
        let (key, address) = (&person.email.key, &person.email.typed);
        let mut warn = |code, message| findings.push(Finding::soft(person.line, column, code, message));
        if accounts.contains(key) {
            warn("has_account", format!("{address} has an account"));
        }
        if live.contains(key) {
            warn("has_invitation", format!("{address} has an invitation that still works"));
        }
        if unwilling.contains(key) {
            warn("suppressed", format!("{address} said no to an invitation, or is on the suppression list"));
        }
    }
    Ok(findings)
}
