//! Pictures as clients see them, and the artists beside whose names they stand.

use sillon_domain::{
    database::entities::{
        account,
        picture::{self, State},
    },
    pictures::{PictureSlot, thumbnail_sides},
};
use sillon_protocol::{ArtistReference, Failure, NextPicture, NextPictureState, Picture, PictureSize};

use crate::PicturePath;

/// Converts a picture; none when it is not shown (yet).
pub fn present_picture(picture: &picture::Model) -> Option<Picture> {
    let (side_px, blurhash) = picture.side_px.zip(picture.blurhash.clone())?;
    let path = PicturePath(picture.id);
    let sizes = thumbnail_sides(side_px).map(|(step_px, side_px)| PictureSize {
        side_px,
        webp_url: path.webp(step_px),
        jpeg_url: path.jpeg(step_px),
    });
    Some(Picture { id: picture.id.0, blurhash, sizes: sizes.collect() })
}

/// Converts what the one who manages a thing sees of its pictures.
pub fn present_slot(slot: PictureSlot) -> sillon_protocol::PictureSlot {
    let next = slot.next.map(|next| NextPicture {
        id: next.id.0,
        state: if next.state == State::Failed { NextPictureState::Failed } else { NextPictureState::Processing },
        failure: next.failure_code.map(|code| Failure { code, detail: next.failure_detail.unwrap_or_default() }),
    });
    sillon_protocol::PictureSlot { shown: slot.shown.as_ref().and_then(present_picture), next }
}

/// Converts what everybody may know of an account.
pub fn present_artist(account: account::Model, avatar: Option<&picture::Model>) -> ArtistReference {
    ArtistReference { id: account.id.0, display_name: account.display_name, avatar: avatar.and_then(present_picture) }
}
