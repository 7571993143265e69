//! Puts an instance together and runs it until it is told to stop.

mod dangers;
mod document_errors;
mod instance;
mod logging;
mod mailer;
mod metrics;
mod openapi;
mod router;
mod run;
mod sample_status;

pub use dangers::refuse_dangers;
pub use instance::{Instance, hashing_threads, open_instance, settings, worker_settings};
pub use logging::init_logging;
pub use mailer::build_mailer;
pub use metrics::collect_metrics;
pub use openapi::openapi_json;
pub use router::{build_router, build_router_with_metrics};
pub use run::serve;
pub use sample_status::sample;
