//! Puts an instance together and runs it until it is told to stop.

mod instance;
mod logging;
mod openapi;
mod router;
mod run;

pub use instance::{Instance, open_instance, worker_settings};
pub use logging::init_logging;
pub use openapi::openapi_json;
pub use router::build_router;
pub use run::serve;
