//! The web app, embedded in the binary when it was built.

mod serve_web_app;

pub use serve_web_app::web_app_is_embedded;
pub(crate) use serve_web_app::{show_asset, show_page};
