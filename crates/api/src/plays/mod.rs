//! What players report about listening. The numbers that it makes are in `statistics`.

mod record_plays;

pub(crate) use record_plays::{__path_record_plays, record_plays};
