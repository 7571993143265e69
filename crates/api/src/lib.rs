//! The API role: accounts, sessions, tracks, releases, and the web app that uses them.
//! A handler extracts, authorises, calls the domain and maps; rules and queries do not belong here.

mod accounts;
mod audit;
mod instance;
mod pagination;
mod people;
mod releases;
mod roles;
mod router;
mod sessions;
mod setup;
mod tracks;
mod web_app;

pub use audit::{AuditExport, ExportFormat, present_entries};
pub use router::{api_routes, web_app_routes};
pub use web_app::web_app_is_embedded;
