//! Reads one row, and finds everything in it that cannot be used.

use sillon_database::entities::role::BuiltIn;
use sillon_domain::accounts::{EmailAddress, parse_email};

use super::{
    Cohort, Column, Finding, Invitee,
    labels::{as_kept, code_point, composed, problem_of_label, problem_of_name, role_by_label},
};
use crate::visible::hidden_letter;

/// The person of a row, or all that is wrong with it.
pub(super) fn read_row(cohort: &Cohort, record: &csv::StringRecord) -> Result<Invitee, Vec<Finding>> {
    let line = record.position().map_or(1, csv::Position::line);
    if let Some(finding) = wrong_shape(cohort, record, line) {
        return Err(vec![finding]);
    }
    let field =
        |column| (cohort.columns.contains(&column)).then(|| record.get(cohort.place(column) - 1).unwrap_or_default());
    let mut findings = Vec::new();
    let mut find = |column, code, message: String| {
        findings.push(Finding::hard(line, cohort.place(column), code, message));
    };
    let email = read_address(field(Column::Email).unwrap_or_default())
        .map_err(|message| find(Column::Email, "malformed_address", message));
    let label = composed(field(Column::Cohort).unwrap_or_default());
    if let Some((code, message)) = problem_of_label(&label) {
        find(Column::Cohort, code, message);
    }
    let name = field(Column::Name).filter(|name| !name.is_empty()).map(composed);
    if let Some(message) = name.as_deref().and_then(problem_of_name) {
        find(Column::Name, "malformed_name", message);
    }
    let role = match field(Column::Role).map(str::to_lowercase).as_deref() {
        Some("creator") => Some(BuiltIn::Creator),
        Some("listener") => Some(BuiltIn::Listener),
        Some(other) => {
            find(Column::Role, "unknown_role", format!("{other:?} is not a role; creator and listener are"));
            None
        }
        None => Some(role_by_label(&label)),
    };
    match (email, role) {
        (Ok(email), Some(role)) if findings.is_empty() => {
            Ok(Invitee { line, email, cohort: as_kept(label), role, name })
        }
        _ => Err(findings),
    }
}

fn wrong_shape(cohort: &Cohort, record: &csv::StringRecord, line: u64) -> Option<Finding> {
    if let Some(place) = record.iter().position(|field| field.contains(['\n', '\r'])) {
        let message = "this row runs over the end of its line: a quote is probably not closed";
        return Some(Finding::hard(line, place + 1, "unreadable_row", message));
    }
    let (has, needs) = (record.len(), cohort.columns.len());
    let message = format!("this row has {has} columns, the header has {needs}");
    (has != needs).then(|| Finding::hard(line, has.min(needs + 1), "unreadable_row", message))
}

fn read_address(typed: &str) -> Result<EmailAddress, String> {
    if let Some(letter) = hidden_letter(typed) {
        return Err(format!("{typed:?} has a letter that nobody sees, {}: type the address anew", code_point(letter)));
    }
    parse_email(typed).ok_or_else(|| format!("{typed:?} is not a mail address"))
}
