//! Puts an instance together and runs it until it is told to stop.

mod instance;
mod logging;
mod mailer;
mod openapi;
mod router;
mod run;

pub use instance::{Instance, open_instance, settings, worker_settings};
pub use logging::init_logging;
pub use mailer::build_mailer;
pub use openapi::openapi_json;
pub use router::build_router;
pub use run::serve;
