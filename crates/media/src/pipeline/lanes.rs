//! The lanes of an encode: a thread for every rendition and one for the measurements, each behind a short queue.
//!
//! What a lane does belongs to `workers`; what goes into the lanes to the feed in the parent module.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

use super::EncodeOptions;
use super::aac_input::aac_format;
use super::output::OutputFolder;
use super::workers::{AacWork, FlacWork, encode_aac, encode_flac, measure};
use crate::encode::{AacConfig, FlacStreamInfo};
use crate::error::MediaError;
use crate::manifest::Loudness;
use crate::package::CmafWriter;
use crate::pcm::{Fidelity, PcmBlock, PcmFormat};

/// What the measuring lane found.
pub(super) struct Measured {
    pub(super) loudness: Loudness,
    pub(super) waveform: Vec<u8>,
    pub(super) pcm_md5: String,
}

/// A rendition with all its packets written, that waits for its end.
pub(super) struct Written {
    pub(super) name: String,
    pub(super) file_name: String,
    pub(super) writer: CmafWriter,
    pub(super) samples: u64,
    pub(super) stream_info: Option<FlacStreamInfo>,
}

/// All lanes of one encode.
pub(super) struct Lanes<'scope> {
    measuring: Lane<'scope, Arc<PcmBlock>, Measured>,
    aac: Vec<Lane<'scope, Arc<Vec<i16>>, Written>>,
    flac: Option<Lane<'scope, Arc<PcmBlock>, Written>>,
}

impl<'scope> Lanes<'scope> {
    pub(super) fn start(
        scope: &'scope Scope<'scope, '_>,
        format: PcmFormat,
        folder: &OutputFolder,
        options: &EncodeOptions,
    ) -> Result<Self, MediaError> {
        let mut aac = Vec::with_capacity(options.aac_bits_per_second.len());
        for bits_per_second in &options.aac_bits_per_second {
            let work = aac_work(format, folder, options, *bits_per_second);
            aac.push(Lane::start(scope, &work.name.clone(), move |blocks| encode_aac(work, &blocks))?);
        }
        let flac = match format.fidelity {
            Fidelity::Lossless { bits_per_sample } => {
                let (name, file_name, path) = names(folder, "flac".to_owned());
                let work = FlacWork { name, file_name, path, format, bits_per_sample };
                Some(Lane::start(scope, "flac", move |blocks| encode_flac(work, &blocks))?)
            }
            Fidelity::Lossy => None,
        };
        let measuring = Lane::start(scope, "measure", move |blocks| measure(format, &blocks))?;
        Ok(Self { measuring, aac, flac })
    }

    /// Gives every lane what it takes; breaks when a lane is gone.
    pub(super) fn send(&self, block: Arc<PcmBlock>, for_aac: &Arc<Vec<i16>>) -> ControlFlow<()> {
        self.send_to_aac(for_aac)?;
        if let Some(flac) = &self.flac {
            flac.send(Arc::clone(&block))?;
        }
        self.measuring.send(block)
    }

    pub(super) fn send_to_aac(&self, for_aac: &Arc<Vec<i16>>) -> ControlFlow<()> {
        for lane in &self.aac {
            lane.send(Arc::clone(for_aac))?;
        }
        ControlFlow::Continue(())
    }

    /// Tells every lane that there is no more, waits for all, and gives what they made or the first failure.
    pub(super) fn finish(self) -> Result<(Measured, Vec<Written>), MediaError> {
        let mut written = Vec::with_capacity(self.aac.len() + 1);
        for lane in self.aac {
            written.push(lane.finish()?);
        }
        if let Some(lane) = self.flac {
            written.push(lane.finish()?);
        }
        Ok((self.measuring.finish()?, written))
    }
}

/// Blocks that may wait before a lane; the slowest lane holds the decoder back.
const QUEUE_BLOCKS: usize = 16;

/// A thread that works off a queue of `Item`s to make one `Made`.
struct Lane<'scope, Item, Made> {
    queue: SyncSender<Item>,
    thread: ScopedJoinHandle<'scope, Result<Made, MediaError>>,
}

impl<'scope, Item: Send + 'scope, Made: Send + 'scope> Lane<'scope, Item, Made> {
    fn start(
        scope: &'scope Scope<'scope, '_>,
        name: &str,
        work: impl FnOnce(Receiver<Item>) -> Result<Made, MediaError> + Send + 'scope,
    ) -> Result<Self, MediaError> {
        let (queue, items) = sync_channel(QUEUE_BLOCKS);
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn_scoped(scope, move || work(items))
            .map_err(|error| MediaError::Encoder { what: format!("no thread for {name}: {error}") })?;
        Ok(Self { queue, thread })
    }

    /// Waits while the queue is full; breaks when the thread is gone.
    fn send(&self, item: Item) -> ControlFlow<()> {
        match self.queue.send(item) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    /// Closes the queue and waits for the result.
    fn finish(self) -> Result<Made, MediaError> {
        drop(self.queue);
        self.thread
            .join()
            .unwrap_or_else(|_| Err(MediaError::Encoder { what: "a part of the encode panicked".to_owned() }))
    }
}

fn aac_work(format: PcmFormat, folder: &OutputFolder, options: &EncodeOptions, stereo_bits_per_second: u32) -> AacWork {
    let (sample_rate_hz, channels) = aac_format(format);
    let (name, file_name, path) = names(folder, format!("aac-{}", stereo_bits_per_second / 1000));
    let config = AacConfig {
        sample_rate_hz,
        channels,
        bits_per_second: stereo_bits_per_second / 2 * u32::from(channels),
        effort: options.effort,
    };
    AacWork { name, file_name, path, config }
}

fn names(folder: &OutputFolder, name: String) -> (String, String, PathBuf) {
    let file_name = format!("{name}.mp4");
    let path = folder.path(&file_name);
    (name, file_name, path)
}
