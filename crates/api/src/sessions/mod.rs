//! Sessions.

mod sign_in;
mod sign_out;

pub(crate) use sign_in::{__path_sign_in, sign_in};
pub(crate) use sign_out::{__path_sign_out, sign_out};
