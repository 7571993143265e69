//! The API role: accounts, sessions, tracks, releases, and the web app that uses them.
//! A handler extracts, authorises, calls the domain and maps; rules and queries do not belong here.

mod accounts;
mod address_links;
mod api_tokens;
mod app_passwords;
mod audit;
mod exports;
mod instance;
mod invitations;
mod jobs;
mod launch;
mod leaving;
mod mails;
mod pagination;
mod people;
mod plays;
mod profiles;
mod releases;
mod roles;
mod router;
mod sessions;
mod setup;
mod statistics;
mod status;
mod tokens;
mod tracks;
mod two_factor;
mod web_app;

pub use audit::{AuditExport, ExportFormat, present_entries};
pub use router::{api_routes, web_app_routes};
pub use web_app::web_app_is_embedded;
