//! The rules of a cohort that the file alone can break.

use std::collections::{BTreeSet, HashMap};

use sillon_database::entities::role::BuiltIn;

use super::{
    Cohort, Column, Finding,
    addresses::{is_disposable, is_local, is_of_a_function, needs_smtputf8},
    labels::{is_formula, label_key},
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
        if is_local(&person.email) {
            warn("local_address", format!("{address} has no domain of the internet, such as example.org"));
        }
        if is_formula(address) {
            // It stays as it is: failed.csv is a list for another run.
            warn("formula_address", format!("{address} is a formula to a spreadsheet: open failed.csv as text alone"));
        }
    }
    findings.extend(similar_labels(cohort));
    if !cohort.people.is_empty() {
        findings.extend(size(cohort));
    }
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

/// Labels that differ only by case are two cohorts, and were probably meant as one.
fn similar_labels(cohort: &Cohort) -> Vec<Finding> {
    let mut spellings: HashMap<String, Vec<(&str, u64)>> = HashMap::new();
    let mut findings = Vec::new();
    for person in &cohort.people {
        let known = spellings.entry(label_key(&person.cohort)).or_default();
        if known.iter().any(|(label, _)| *label == person.cohort) {
            continue;
        }
        if let Some((first, line)) = known.first() {
            let message = format!("{} is another cohort than {first} in line {line}: write one of them", person.cohort);
            findings.push(Finding::soft(person.line, cohort.place(Column::Cohort), "similar_cohorts", message));
        }
        known.push((&person.cohort, person.line));
    }
    findings
}

/// These are about the whole file: they are shown at its header.
fn size(cohort: &Cohort) -> Vec<Finding> {
    let people = cohort.people.len();
    let creators = cohort.people.iter().filter(|person| person.role == BuiltIn::Creator).count();
    let labels = cohort.people.iter().map(|person| label_key(&person.cohort)).collect::<BTreeSet<_>>().len();
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

    #[test]
    fn addresses_that_reach_nobody_or_are_formulas_warn() {
        let file = file_of(50, 5, 3)
            + "ada@gmail,label1,listener\nada@localhost,label1,listener\nada@[127.0.0.1],label1,listener\n\
               ada@192.0.2.1,label1,listener\n+ada@example.org,label1,listener\n=ada@example.org,label1,listener\n\
               -ada@example.org,label1,listener\n";
        let soft = |line, code| (Severity::Soft, line, 1, code);
        let local = (52..=55).map(|line| soft(line, "local_address"));
        let formulas = (56..=58).map(|line| soft(line, "formula_address"));
        assert_eq!(found(&file), local.chain(formulas).collect::<Vec<_>>());
    }

    #[test]
    fn labels_that_differ_only_by_case_warn_once_and_count_once() {
        let file = file_of(50, 5, 2) + "x@example.org,Label1,listener\ny@example.org,Label1,listener\n";
        assert_eq!(found(&file), [(Severity::Soft, 52, 2, "similar_cohorts"), (Severity::Soft, 1, 2, "few_cohorts")]);
        let (cohort, _) = read_cohort(file.as_bytes());
        let message = &check_cohort(&cohort)[0].message;
        assert!(message.contains("Label1 ") && message.contains("label1 in line 3"), "{message}");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_not_measured() {
        for file in
            ["email;cohort;function\na@example.org;b;c\n", "email,cohort,role\n", "email,cohort,role\nada,b,creator\n"]
        {
            let (cohort, findings) = read_cohort(file.as_bytes());
            assert_eq!((findings.len(), check_cohort(&cohort)), (1, vec![]), "{file:?}");
        }
    }
}
