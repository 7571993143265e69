//! Pictures: files that people send, and the thumbnails that everybody gets. The file itself is never handed out: what it
//! holds beside pixels (places, names, scripts) is nobody's business.

mod avatar;
mod change_picture;
mod release_artwork;
mod send_thumbnail;
mod spool_picture;
mod track_artwork;

pub(crate) use avatar::{
    __path_delete_avatar, __path_put_avatar, __path_show_avatar, delete_avatar, put_avatar, show_avatar,
};
pub(crate) use release_artwork::{
    __path_delete_release_artwork, __path_put_release_artwork, __path_show_release_artwork, delete_release_artwork,
    put_release_artwork, show_release_artwork,
};
pub(crate) use send_thumbnail::{__path_send_thumbnail, send_thumbnail};
pub(crate) use track_artwork::{
    __path_delete_track_artwork, __path_put_track_artwork, __path_show_track_artwork, delete_track_artwork,
    put_track_artwork, show_track_artwork,
};
