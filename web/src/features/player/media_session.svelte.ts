// The lock screen, the keyboard's media keys and headsets (Media Session API).
import type { Track } from '../../api/types';
import { artworkOf } from '../tracks/artwork_of';
import type { Player } from './player.svelte';

/** Shows what is played and obeys the buttons, from now on. */
export function startMediaSession(player: Player): void {
    if (!('mediaSession' in navigator)) return;
    const { mediaSession } = navigator;
    const handlers: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
        play: () => player.play(),
        pause: () => player.pause(),
        previoustrack: () => player.previous(),
        nexttrack: () => player.next(),
        seekto: (details) => player.seek((details.seekTime ?? 0) * 1000),
        seekforward: (details) => player.seek(player.positionMs + (details.seekOffset ?? 10) * 1000),
        seekbackward: (details) => player.seek(player.positionMs - (details.seekOffset ?? 10) * 1000),
    };
    for (const [action, handler] of Object.entries(handlers))
        setHandler(mediaSession, action as MediaSessionAction, handler);
    $effect.root(() => {
        $effect(() => {
            mediaSession.metadata = player.current ? metadataOf(player.current) : null;
        });
        $effect(() => {
            mediaSession.playbackState = player.current === null ? 'none' : player.isPlaying ? 'playing' : 'paused';
        });
        $effect(() => {
            const { durationMs, positionMs } = player;
            if (durationMs <= 0) return;
            mediaSession.setPositionState({
                duration: durationMs / 1000,
                position: Math.min(positionMs, durationMs) / 1000,
            });
        });
    });
}

function metadataOf(track: Track): MediaMetadata {
    const sizes = artworkOf(track)?.sizes ?? [];
    return new MediaMetadata({
        title: track.title,
        artist: track.artist.display_name,
        album: track.release?.title ?? '',
        artwork: sizes.map((size) => ({
            src: size.jpeg_url,
            sizes: `${size.side_px}x${size.side_px}`,
            type: 'image/jpeg',
        })),
    });
}

/** Browsers refuse actions that they do not know. */
function setHandler(mediaSession: MediaSession, action: MediaSessionAction, handler: MediaSessionActionHandler): void {
    try {
        mediaSession.setActionHandler(action, handler);
    } catch {
        // That button does not exist there.
    }
}
