//! Sessions: signing in and out, and what is open elsewhere.

mod end_other_sessions;
mod end_session;
mod finish_sign_in;
mod list_sessions;
mod sign_in;
mod sign_out;

pub(crate) use end_other_sessions::{__path_end_other_sessions, end_other_sessions};
pub(crate) use end_session::{__path_end_session, end_session};
pub(crate) use finish_sign_in::{__path_finish_sign_in, finish_sign_in};
pub(crate) use list_sessions::{__path_list_sessions, list_sessions};
pub(crate) use sign_in::{__path_sign_in, sign_in};
pub(crate) use sign_out::{__path_sign_out, sign_out};
