//! The payload of the job that makes a picture visible.

use serde::{Deserialize, Serialize};
use sillon_database::ids::PictureId;

use super::{JobKind, Queue};

/// Makes the thumbnails of a picture and shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MakeThumbnails {
    /// The picture.
    pub picture_id: PictureId,
}

impl JobKind for MakeThumbnails {
    const KIND: &'static str = "make_thumbnails";
    const QUEUE: Queue = Queue::Pictures;
    const MAX_ATTEMPTS: i32 = 3;
}
