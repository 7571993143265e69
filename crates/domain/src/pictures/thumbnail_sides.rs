//! Which thumbnails a picture has. Their names follow from it, so that no row lists them.

/// Sides of thumbnails in pixels. A picture has every step that is below its own side, and at most one more: that one is
/// as large as the picture itself, because a thumbnail never has more pixels than its picture.
pub const THUMBNAIL_STEPS_PX: [i32; 4] = [96, 256, 512, 1024];

/// The steps of a picture whose square has this side, smallest first, with the side that each thumbnail has.
pub fn thumbnail_sides(side_px: i32) -> impl Iterator<Item = (i32, i32)> {
    let mut below = 0;
    THUMBNAIL_STEPS_PX.into_iter().filter_map(move |step| {
        let is_needed = below < side_px;
        below = step;
        is_needed.then(|| (step, step.min(side_px)))
    })
}

#[cfg(test)]
mod tests {
    use super::thumbnail_sides;

    #[test]
    fn thumbnails_are_never_larger_than_their_picture() {
        let sides = |side_px| thumbnail_sides(side_px).collect::<Vec<_>>();
        assert_eq!(sides(1), [(96, 1)]);
        assert_eq!(sides(96), [(96, 96)]);
        assert_eq!(sides(300), [(96, 96), (256, 256), (512, 300)]);
        assert_eq!(sides(1024), [(96, 96), (256, 256), (512, 512), (1024, 1024)]);
        assert_eq!(sides(9000), sides(1024));
    }
}
