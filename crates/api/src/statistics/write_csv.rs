//! Statistics as CSV (RFC 4180), for spreadsheets.

use std::fmt::Write;

use chrono::NaiveDate;
use http::{HeaderName, HeaderValue, header};
use sillon_domain::plays::{Period, TrackNumbers};

/// A file to save.
pub(super) type CsvAnswer = ([(HeaderName, HeaderValue); 2], String);

const HEADINGS: &str = "day,track_id,track,plays,listeners,completions,skips,starts,heard_seconds\r\n";

/// The rows under their headings, named after the period.
pub(super) fn csv_answer(rows: &[(NaiveDate, TrackNumbers)], period: Period) -> CsvAnswer {
    let disposition = format!("attachment; filename=\"statistics_{}_{}.csv\"", period.from(), period.to());
    let disposition = HeaderValue::from_str(&disposition).expect("days are ASCII");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present")),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, write_rows(rows))
}

fn write_rows(rows: &[(NaiveDate, TrackNumbers)]) -> String {
    let mut text = HEADINGS.to_owned();
    for (day, track) in rows {
        let numbers = track.numbers;
        let title = field(track.title.as_deref().unwrap_or_default());
        let seconds = numbers.heard_ms / 1000;
        write!(
            text,
            "{day},{},{title},{},{},{},{},{},{seconds}\r\n",
            track.track_id, numbers.plays, numbers.listeners, numbers.completions, numbers.skips, numbers.starts
        )
        .expect("a String takes whatever is written");
    }
    text
}

/// Quoted where needed; a text that a spreadsheet would run as a formula gets an apostrophe before it.
fn field(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", guarded.replace('"', "\"\""));
    }
    guarded
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_title_stays_one_field_and_never_becomes_a_formula() {
        for (title, written) in [
            ("Plain", "Plain"),
            ("Rain, rain", "\"Rain, rain\""),
            ("The \"Blue\" one", "\"The \"\"Blue\"\" one\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("-1 degrees", "'-1 degrees"),
        ] {
            assert_eq!(field(title), written);
        }
    }
}
