//! One file a kind of job.

pub(crate) mod encode_track;
mod encoded_version;
