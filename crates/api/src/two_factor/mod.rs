//! The second factor of the signed-in person.

mod begin_two_factor;
mod confirm_two_factor;
mod present_codes;
mod renew_recovery_codes;
mod show_two_factor;
mod show_two_factor_qr;
mod turn_off_two_factor;

pub(crate) use begin_two_factor::{__path_begin_two_factor, begin_two_factor};
pub(crate) use confirm_two_factor::{__path_confirm_two_factor, confirm_two_factor};
pub(crate) use renew_recovery_codes::{__path_renew_recovery_codes, renew_recovery_codes};
pub(crate) use show_two_factor::{__path_show_two_factor, show_two_factor};
pub(crate) use show_two_factor_qr::{__path_show_two_factor_qr, show_two_factor_qr};
pub(crate) use turn_off_two_factor::{__path_turn_off_two_factor, turn_off_two_factor};
