//! The API role: accounts, sessions, tracks, releases, and the web app that uses them.
//! A handler extracts, authorises, calls the domain and maps; rules and queries do not belong here.

mod accounts;
mod instance;
mod invitations;
mod launch;
mod jobs;
mod mails;
mod pagination;
mod plays;
mod releases;
mod router;
mod sessions;
mod setup;
mod statistics;
mod tracks;
mod web_app;

pub use router::{api_routes, web_app_routes};
pub use web_app::web_app_is_embedded;
