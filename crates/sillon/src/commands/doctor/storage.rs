//! The folder of files.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use sillon_domain::{
    Context,
    blobs::{BlobStore, missing_recordings},
};

use super::finding::Finding;
use crate::config::Config;

const LITTLE_SPACE_BYTES: u64 = 2 << 30;
const SLOW_SYNC: Duration = Duration::from_millis(200);

pub(super) fn examine_space(config: &Config) -> Finding {
    let folder: &Path = &config.storage.data_dir;
    match rustix::fs::statvfs(folder) {
        Ok(space) => {
            let free = space.f_bavail * space.f_frsize;
            let text = format!("{} GiB free for {}", free >> 30, folder.display());
            if free < LITTLE_SPACE_BYTES {
                Finding::Poor(format!("{text}; that is little: free some, or move storage.data_dir"))
            } else if space.f_files > 0 && space.f_favail * 100 < space.f_files {
                Finding::Poor(format!("{text}, but nearly no room for more files (inodes)"))
            } else {
                Finding::Good(text)
            }
        }
        Err(error) => Finding::Bad(format!("{}: {error}", folder.display())),
    }
}

pub(super) async fn examine_writing(blobs: &BlobStore) -> Finding {
    let began = Instant::now();
    match blobs.probe("probe-doctor").await {
        Ok(()) if began.elapsed() > SLOW_SYNC => Finding::Poor(format!(
            "a small file takes {} ms to become durable; every upload waits for that: is the disk busy or remote?",
            began.elapsed().as_millis()
        )),
        Ok(()) => Finding::Good(format!("a small file is durable after {} ms", began.elapsed().as_millis())),
        Err(error) => {
            Finding::Bad(format!("{}: {error}; give it to the user that runs Sillon", blobs.root().display()))
        }
    }
}

/// Database and files are backed up by different programs: do they belong together?
pub(super) async fn examine_recordings(ctx: &Context) -> Finding {
    match missing_recordings(&ctx.db, &ctx.blobs).await {
        Ok(missing) => match missing.first() {
            None => Finding::Good("every file that the database names is there".to_owned()),
            Some(first) => Finding::Bad(format!(
                "{} files are missing, such as {}: restore them from the backup that the database came from",
                missing.len(),
                first.display()
            )),
        },
        // Before the first migration there is no table to read; the schema's line says so.
        Err(_) if ctx.db.migration_state().await.is_ok_and(|state| !state.pending().is_empty()) => {
            Finding::Poor("cannot be looked for before the schema is there".to_owned())
        }
        Err(error) => Finding::Bad(error.to_string()),
    }
}
