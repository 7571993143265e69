//! Six signals, each green, red, or not to be checked. What is not known is never green: whatever keeps a signal from
//! being read (no answer, a login page, a page instead of data, an unknown word, an old time) is "could not check".

mod check_all;
mod errors;
mod fetch;
mod http_client;
mod issues;
mod journey_result;
mod literal;
mod load_run;
mod present;
mod report_day;
mod signal;
mod status;
mod testers;
mod token;

pub use check_all::{Monitor, Settings, Testers};
pub use errors::SentrySettings;
pub use http_client::{http_client, http_client_within};
pub use issues::{IssuesSettings, Tracker};
pub use present::{changes, observations_as_json, observations_as_text};
pub use report_day::report_day;
pub use status::{StatusProvider, StatusSettings};
pub use token::Token;
