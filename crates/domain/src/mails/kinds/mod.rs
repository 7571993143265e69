//! Every kind of mail, one file each.

mod account_leaving;
mod confirm_address;
mod reset_password;
mod security_notice;
mod test_mail;
mod track_failed;
mod track_published;
mod verify_address;
mod welcome;

use chrono::DateTime;
use sillon_database::ids::TrackId;

pub use account_leaving::AccountLeaving;
pub use confirm_address::ConfirmAddress;
pub use reset_password::ResetPassword;
pub use security_notice::{SecurityEvent, SecurityNotice, notify};
pub use test_mail::TestMail;
pub use track_failed::TrackFailed;
pub use track_published::TrackPublished;
pub use verify_address::VerifyAddress;
pub use welcome::Welcome;

use super::MailKind;

/// Every kind. A test renders each in both languages, and `sillon mail preview` shows them.
pub const ALL: &[MailKind] = &[
    MailKind::of::<Welcome>(),
    MailKind::of::<TrackPublished>(),
    MailKind::of::<TrackFailed>(),
    MailKind::of::<VerifyAddress>(),
    MailKind::of::<ResetPassword>(),
    MailKind::of::<ConfirmAddress>(),
    MailKind::of::<SecurityNotice>(),
    MailKind::of::<AccountLeaving>(),
    MailKind::of::<TestMail>(),
];

fn example_track_id() -> TrackId {
    TrackId::new(DateTime::UNIX_EPOCH)
}
