//! Pictures: real files made by `ImageMagick`, hostile ones made by hand, thumbnails judged by FFmpeg's own decoders.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

mod colours;
mod hostile;
mod shapes;
mod studio;
