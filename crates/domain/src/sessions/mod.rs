//! Sessions of browsers, clients and API tokens, and who acts in them. Tokens of clients are in `access_tokens`.

mod access;
mod actor;
mod end_session;
mod list_sessions;
mod resume_session;
mod sign_in;
mod start_session;

pub use access::{Access, Scope};
pub use actor::Actor;
pub(crate) use end_session::end_api_tokens;
pub use end_session::{end_all_sessions, end_other_sessions, end_session, remove_expired_sessions};
pub use list_sessions::{list_api_tokens, list_sessions};
pub use resume_session::{Resumed, resume_client, resume_session};
pub(crate) use sign_in::end_tickets;
pub use sign_in::{SignIn, finish_sign_in, remove_expired_tickets, sign_in};
pub use start_session::{Browser, start_session};
pub(crate) use start_session::{NewSession, insert_session};
