//! Every kind of mail, one file each.

mod test_mail;
mod track_failed;
mod track_published;
mod welcome;

use chrono::DateTime;
use sillon_database::ids::TrackId;

pub use test_mail::TestMail;
pub use track_failed::TrackFailed;
pub use track_published::TrackPublished;
pub use welcome::Welcome;

use super::MailKind;

/// Every kind. A test renders each in both languages, and `sillon mail preview` shows them.
pub const ALL: &[MailKind] = &[
    MailKind::of::<Welcome>(),
    MailKind::of::<TrackPublished>(),
    MailKind::of::<TrackFailed>(),
    MailKind::of::<TestMail>(),
];

fn example_track_id() -> TrackId {
    TrackId::new(DateTime::UNIX_EPOCH)
}
