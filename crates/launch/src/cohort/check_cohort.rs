//! The rules of a cohort that the file alone can break.

use std::collections::{BTreeSet, HashMap};

use sillon_database::entities::role::BuiltIn;

use super::{
    Cohort, Column, Finding,
    addresses::{is_disposable, is_of_a_function, needs_smtputf8},
};

const LEAST_PEOPLE: usize = 50;
const LEAST_CREATORS: usize = 5;
const LEAST_COHORTS: usize = 3;

/// Every rule that the file breaks.
pub fn check_cohort(cohort: &Cohort) -> Vec<Finding> {
    let mut findings = duplicates(cohort);
    let column = cohort.place(Column::Email);
    for person in &cohort.people {
        let address = &person.email.typed;
        let mut warn = |code, message| findings.push(Finding::soft(person.line, column, code, message));
        if is_of_a_function(&person.email) {
            warn("role_address", format!("{address} is read by a function, not by a person"));
        }
        if is_disposable(&person.email) {
            warn("disposable_address", format!("{address} is an address to throw away"));
        }
        if needs_smtputf8(&person.email) {
            warn("smtputf8_address", format!("{address} needs a mail server that speaks SMTPUTF8"));
        }
    }
    findings.extend(size(cohort));
    findings
}

fn duplicates(cohort: &Cohort) -> Vec<Finding> {
    let mut first: HashMap<&str, u64> = HashMap::new();
    let mut findings = Vec::new();
    for person in &cohort.people {
        let line = *first.entry(&person.email.key).or_insert(person.line);
        if line != person.line {
            let message = format!("{} stands in line {line} already", person.email.typed);
            findings.push(Finding::hard(person.line, cohort.place(Column::Email), "duplicate_address", message));
        }
    }
    findings
}

/// These are about the whole file: they are shown at its header.
fn size(cohort: &Cohort) -> Vec<Finding> {
    let people = cohort.people.len();
    let creators = cohort.people.iter().filter(|person| person.role == BuiltIn::Creator).count();
    let labels = cohort.people.iter().map(|person| person.cohort.as_str()).collect::<BTreeSet<_>>().len();
    let mut findings = Vec::new();
    let mut warn = |column, code, message| findings.push(Finding::soft(1, cohort.place(column), code, message));
    if people < LEAST_PEOPLE {
        warn(Column::Email, "few_people", format!("{people} people; a first cohort has at least {LEAST_PEOPLE}"));
    }
    if creators < LEAST_CREATORS {
        warn(Column::Role, "few_creators", format!("{creators} creators; at least {LEAST_CREATORS} are wanted"));
    }
    if labels < LEAST_COHORTS {
        warn(Column::Cohort, "few_cohorts", format!("{labels} labels; at least {LEAST_COHORTS} can be compared"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::check_cohort;
    use crate::cohort::{Severity, read_cohort};

    fn file_of(people: usize, creators: usize, labels: usize) -> String {
        let mut file = "email,cohort,role\n".to_owned();
        for number in 0..people {
            let role = if number < creators { "creator" } else { "listener" };
            writeln!(file, "person{number}@example.org,label{},{role}", number % labels).unwrap();
        }
        file
    }

    fn found(file: &str) -> Vec<(Severity, u64, usize, &'static str)> {
        let (cohort, unreadable) = read_cohort(file.as_bytes());
        assert_eq!(unreadable, []);
        let findings = check_cohort(&cohort);
        findings.iter().map(|finding| (finding.severity, finding.line, finding.column, finding.code)).collect()
    }

    #[test]
    fn the_smallest_good_cohort_passes() {
        assert_eq!(found(&file_of(50, 5, 3)), []);
    }

    #[test]
    fn one_less_of_anything_warns_at_its_column() {
        assert_eq!(found(&file_of(49, 5, 3)), [(Severity::Soft, 1, 1, "few_people")]);
        assert_eq!(found(&file_of(50, 4, 3)), [(Severity::Soft, 1, 3, "few_creators")]);
        assert_eq!(found(&file_of(50, 5, 2)), [(Severity::Soft, 1, 2, "few_cohorts")]);
    }

    #[test]
    fn the_same_mailbox_twice_blocks_whatever_its_spelling() {
        let file = file_of(50, 5, 3)
            + "PERSON1@Example.ORG,label1,creator\nx@b\u{fc}cher.example,label1,creator\nx@xn--bcher-kva.example,label1,creator\n";
        let hard = |line| (Severity::Hard, line, 1, "duplicate_address");
        assert_eq!(found(&file), [hard(52), hard(54)]);
    }

    #[test]
    fn addresses_that_no_person_reads_warn() {
        let file = file_of(50, 5, 3)
            + "info@example.com,label1,listener\nNoReply+x@example.com,label1,listener\n\
               joe@mailinator.com,label1,listener\njoe@eu.yopmail.com,label1,listener\nadé@example.org,label1,listener\n";
        let soft = |line, code| (Severity::Soft, line, 1, code);
        assert_eq!(
            found(&file),
            [
                soft(52, "role_address"),
                soft(53, "role_address"),
                soft(54, "disposable_address"),
                soft(55, "disposable_address"),
                soft(56, "smtputf8_address"),
            ]
        );
    }
}
