//! The process that parses what strangers uploaded: this binary again, with little memory, a deadline, and no way to
//! the network or to files that are not its own. A hostile file can end it, never the server.

mod check;
mod child;
mod confinement;
mod message;
mod parent;

pub use check::check_encoder;
pub use child::run_encode_child;
pub use confinement::Confinement;
pub(crate) use parent::{EncodeProcess, Event, Exit};
