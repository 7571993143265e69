//! How the cohorts do, written for a terminal, for machines, for spreadsheets, and as a chart. What is counted is the
//! domain's.

mod chart;
mod tables;

pub use chart::report_as_svg;
pub use tables::{report_as_csv, report_as_json, report_as_table};
