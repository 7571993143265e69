//! The numbers in rows.

use std::fmt::Write;

use serde_json::json;
use sillon_domain::launch::CohortReport;

use crate::cohort::is_formula;

const COLUMNS: [&str; 13] = [
    "invited",
    "sent",
    "failed",
    "unknown",
    "declined",
    "signed_up",
    "played",
    "uploaded",
    "back_after_a_day",
    "back_after_a_week",
    "creators",
    "creators_signed_up",
    "creators_uploaded",
];
/// How many of them are about everybody; the others are about creators.
const OF_EVERYBODY: usize = 10;

fn numbers(report: &CohortReport) -> [u64; COLUMNS.len()] {
    [
        report.invited,
        report.sent,
        report.failed,
        report.unknown,
        report.declined,
        report.signed_up,
        report.played,
        report.uploaded,
        report.back_after_a_day,
        report.back_after_a_week,
        report.creators,
        report.creators_signed_up,
        report.creators_uploaded,
    ]
}

/// All cohorts in one.
fn total(reports: &[CohortReport]) -> [u64; COLUMNS.len()] {
    let mut total = [0; COLUMNS.len()];
    for report in reports {
        for (sum, number) in total.iter_mut().zip(numbers(report)) {
            *sum += number;
        }
    }
    total
}

/// For a terminal: everybody, and the creators among them.
pub fn report_as_table(reports: &[CohortReport]) -> String {
    const HEADINGS: [&str; OF_EVERYBODY] =
        ["invited", "sent", "failed", "unknown", "declined", "signed up", "played", "uploaded", "back 1 d", "back 7 d"];
    const OF_CREATORS: [&str; COLUMNS.len() - OF_EVERYBODY] = ["invited", "signed up", "uploaded"];
    let mut rows: Vec<(&str, [u64; COLUMNS.len()])> =
        reports.iter().map(|report| (report.cohort.as_str(), numbers(report))).collect();
    rows.push(("all", total(reports)));
    let everybody = table("cohort", &HEADINGS, rows.iter().map(|(label, numbers)| (*label, &numbers[..OF_EVERYBODY])));
    let creators =
        table("creators of", &OF_CREATORS, rows.iter().map(|(label, numbers)| (*label, &numbers[OF_EVERYBODY..])));
    format!("{everybody}\n{creators}")
}

fn table<'a>(first: &str, headings: &[&str], rows: impl Iterator<Item = (&'a str, &'a [u64])> + Clone) -> String {
    let mut text = String::new();
    let width = rows.clone().map(|(label, _)| label.chars().count()).max().unwrap_or(0).max(first.len());
    let mut line = |label: &str, cells: Vec<String>| {
        write!(text, "{label:width$}").expect("writing to a string does not fail");
        for (cell, heading) in cells.iter().zip(headings) {
            write!(text, "  {cell:>space$}", space = heading.len().max(4)).expect("writing to a string does not fail");
        }
        text.push('\n');
    };
    line(first, headings.iter().map(|heading| (*heading).to_owned()).collect());
    for (label, numbers) in rows {
        line(label, numbers.iter().map(u64::to_string).collect());
    }
    text
}

/// For machines.
pub fn report_as_json(reports: &[CohortReport]) -> String {
    let object = |label: &str, numbers: [u64; COLUMNS.len()]| {
        let mut object = serde_json::Map::new();
        object.insert("cohort".to_owned(), json!(label));
        for (name, number) in COLUMNS.iter().zip(numbers) {
            object.insert((*name).to_owned(), json!(number));
        }
        serde_json::Value::Object(object)
    };
    let cohorts: Vec<_> = reports.iter().map(|report| object(&report.cohort, numbers(report))).collect();
    let report = json!({"cohorts": cohorts, "all": object("all", total(reports))});
    serde_json::to_string_pretty(&report).expect("numbers are JSON") + "\n"
}

/// For spreadsheets.
pub fn report_as_csv(reports: &[CohortReport]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = std::iter::once("cohort").chain(COLUMNS);
    writer.write_record(header).expect("a table in memory can be written");
    for report in reports {
        let mut record = vec![never_a_formula(&report.cohort)];
        record.extend(numbers(report).map(|number| number.to_string()));
        writer.write_record(record).expect("a table in memory can be written");
    }
    String::from_utf8(writer.into_inner().expect("a table in memory can be written")).expect("every field is text")
}

/// A cohort's file has no such labels; a database that others wrote to may have.
fn never_a_formula(label: &str) -> String {
    if is_formula(label) { format!("'{label}") } else { label.to_owned() }
}

#[cfg(test)]
mod tests {
    use sillon_domain::launch::CohortReport;

    use super::{report_as_csv, report_as_json, report_as_table};

    fn two_cohorts() -> [CohortReport; 2] {
        let creators =
            CohortReport { creators: 6, creators_signed_up: 5, creators_uploaded: 2, uploaded: 3, ..named("creators") };
        [creators, CohortReport { creators: 1, creators_signed_up: 1, ..named("=friends") }]
    }

    fn named(cohort: &str) -> CohortReport {
        CohortReport { cohort: cohort.to_owned(), invited: 10, ..CohortReport::default() }
    }

    #[test]
    fn creators_have_a_table_of_their_own() {
        let table = report_as_table(&two_cohorts());
        let words: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(words[3], ["all", "20", "0", "0", "0", "0", "0", "0", "3", "0", "0"], "{table}");
        assert_eq!(words[5], ["creators", "of", "invited", "signed", "up", "uploaded"], "{table}");
        assert_eq!(
            words[6..],
            [vec!["creators", "6", "5", "2"], vec!["=friends", "1", "1", "0"], vec!["all", "7", "6", "2"]]
        );
    }

    #[test]
    fn machines_get_the_creators_too() {
        let json: serde_json::Value = serde_json::from_str(&report_as_json(&two_cohorts())).unwrap();
        assert_eq!((&json["all"]["creators_signed_up"], &json["all"]["creators_uploaded"]), (&6.into(), &2.into()));
        assert_eq!(json["cohorts"][0]["creators"], 6);
    }

    #[test]
    fn a_spreadsheet_calculates_nothing() {
        let csv = report_as_csv(&two_cohorts());
        let lines: Vec<&str> = csv.lines().collect();
        assert!(lines[0].ends_with(",back_after_a_week,creators,creators_signed_up,creators_uploaded"), "{csv}");
        assert_eq!(lines[2], "'=friends,10,0,0,0,0,0,0,0,0,0,1,1,0");
    }
}
