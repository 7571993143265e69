import type { Picture, Track } from '../../api/types';

/** What stands for a track: its own artwork, otherwise that of its release. */
export function artworkOf(track: Track): Picture | null {
    return track.artwork ?? track.release?.artwork ?? null;
}
