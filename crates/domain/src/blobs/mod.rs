//! Where bytes are kept: a folder with one sub-folder a kind. Rows name files; the folder knows nothing of rows.
//!
//! Invariant: a row never names a file that is not durable. A file is written under a name that no row knows, synced,
//! and only then named by a committed row. What no row names is removed by the sweep.

mod missing_recordings;
mod store;
mod sweep_orphans;

pub use missing_recordings::missing_recordings;
pub use store::{BlobStore, Shelf};
pub use sweep_orphans::{Swept, sweep_orphans};
