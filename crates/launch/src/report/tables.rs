//! The numbers in rows.

use std::fmt::Write;

use serde_json::json;
use sillon_domain::launch::CohortReport;

const COLUMNS: [&str; 11] = [
    "cohort",
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
];

fn numbers(report: &CohortReport) -> [u64; 10] {
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
    ]
}

/// All cohorts in one.
fn total(reports: &[CohortReport]) -> CohortReport {
    let mut total = CohortReport { cohort: "all".to_owned(), ..CohortReport::default() };
    for report in reports {
        total.invited += report.invited;
        total.sent += report.sent;
        total.failed += report.failed;
        total.unknown += report.unknown;
        total.declined += report.declined;
        total.signed_up += report.signed_up;
        total.played += report.played;
        total.uploaded += report.uploaded;
        total.back_after_a_day += report.back_after_a_day;
        total.back_after_a_week += report.back_after_a_week;
    }
    total
}

/// For a terminal.
pub fn report_as_table(reports: &[CohortReport]) -> String {
    const HEADINGS: [&str; 10] =
        ["invited", "sent", "failed", "unknown", "declined", "signed up", "played", "uploaded", "back 1 d", "back 7 d"];
    let mut text = String::new();
    let width = reports.iter().map(|report| report.cohort.chars().count()).max().unwrap_or(0).max("cohort".len());
    let mut row = |label: &str, cells: [String; 10]| {
        write!(text, "{label:width$}").expect("writing to a string does not fail");
        for (cell, heading) in cells.iter().zip(HEADINGS) {
            write!(text, "  {cell:>space$}", space = heading.len().max(4)).expect("writing to a string does not fail");
        }
        text.push('\n');
    };
    row("cohort", HEADINGS.map(str::to_owned));
    for report in reports.iter().chain([&total(reports)]) {
        row(&report.cohort, numbers(report).map(|number| number.to_string()));
    }
    text
}

/// For machines.
pub fn report_as_json(reports: &[CohortReport]) -> String {
    let object = |report: &CohortReport| {
        let mut object = serde_json::Map::new();
        object.insert(COLUMNS[0].to_owned(), json!(report.cohort));
        for (name, number) in COLUMNS[1..].iter().zip(numbers(report)) {
            object.insert((*name).to_owned(), json!(number));
        }
        serde_json::Value::Object(object)
    };
    let cohorts: Vec<_> = reports.iter().map(object).collect();
    let report = json!({"cohorts": cohorts, "all": object(&total(reports))});
    serde_json::to_string_pretty(&report).expect("numbers are JSON") + "\n"
}

/// For spreadsheets.
pub fn report_as_csv(reports: &[CohortReport]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).expect("a table in memory can be written");
    for report in reports {
        let mut record = vec![report.cohort.clone()];
        record.extend(numbers(report).map(|number| number.to_string()));
        writer.write_record(record).expect("a table in memory can be written");
    }
    String::from_utf8(writer.into_inner().expect("a table in memory can be written")).expect("every field is text")
}
