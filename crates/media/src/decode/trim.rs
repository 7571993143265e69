//! Cuts priming and padding off a decoded stream, so that what remains is what was recorded.
//!
//! How much there is to cut is found out by `coded` from the container.

use crate::pcm::PcmBlock;

/// A window on a stream of samples: some are skipped, then some are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Trim {
    /// Samples of one channel that are still to be dropped.
    pub(super) skip: u64,
    /// Samples of one channel that are still to be kept; none means all.
    pub(super) keep: Option<u64>,
}

impl Trim {
    /// Keeps everything.
    pub(super) const NONE: Self = Self { skip: 0, keep: None };

    /// Cuts a block down to what falls into the window, and moves the window on.
    pub(super) fn apply(&mut self, block: &mut PcmBlock) {
        let skipped = usize::try_from(self.skip).unwrap_or(usize::MAX).min(block.len());
        self.skip -= skipped as u64;
        for plane in &mut block.planes {
            plane.drain(..skipped);
        }
        if let Some(keep) = &mut self.keep {
            let kept = usize::try_from(*keep).unwrap_or(usize::MAX).min(block.len());
            *keep -= kept as u64;
            for plane in &mut block.planes {
                plane.truncate(kept);
            }
        }
    }

    /// True when nothing that follows will be kept.
    pub(super) fn is_over(&self) -> bool {
        self.keep == Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_outside_the_window_are_dropped_across_blocks() {
        let mut trim = Trim { skip: 3, keep: Some(4) };
        let mut kept = Vec::new();
        for start in [0_i16, 2, 4, 6, 8] {
            let mut block = PcmBlock { planes: vec![vec![f32::from(start), f32::from(start + 1)]] };
            trim.apply(&mut block);
            kept.extend(block.planes[0].clone());
        }
        assert_eq!(kept, [3.0, 4.0, 5.0, 6.0]);
        assert!(trim.is_over());
    }
}
