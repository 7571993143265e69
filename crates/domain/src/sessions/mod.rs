//! Signed-in sessions and who acts in them.

mod actor;
mod end_session;
mod resume_session;
mod sign_in;
mod start_session;
mod token;

pub use actor::Actor;
pub use end_session::{end_session, remove_expired_sessions};
pub use resume_session::resume_session;
pub use sign_in::sign_in;
pub use start_session::start_session;
pub use token::SessionToken;
