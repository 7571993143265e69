//! The demo's music and its picture, made of nothing but arithmetic: scores, instruments, a room, a WAVE file, a PNG.
//! Instances, databases and encoders do not belong here.

mod artwork;
mod drums;
mod filters;
mod instruments;
mod pieces;
mod random;
mod render;
mod reverb;
mod score;
mod wave_file;
mod wavetables;

pub use artwork::artwork_png;
pub use pieces::{Creator, Piece, RELEASE_TITLE, pieces};
pub use wave_file::write_wave;
