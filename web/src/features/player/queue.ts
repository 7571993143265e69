// What is played after what. Values, not state: each change gives a new queue.
import type { Track } from '../../api/types';

export interface Queue {
    readonly tracks: readonly Track[];
    /** Place of the current track; -1 only when there are none. */
    readonly index: number;
}

/** As many as are remembered; a longer list keeps those around the one that was chosen. */
const maxTracks = 200;

export const emptyQueue: Queue = { tracks: [], index: -1 };

/** The queue of a list that someone played from. A track outside the list is played alone. */
export function queueOf(list: readonly Track[], chosen: Track): Queue {
    const playable = list.filter((track) => track.playback !== null);
    const at = playable.findIndex((track) => track.id === chosen.id);
    if (at < 0) return { tracks: [chosen], index: 0 };
    const start = Math.max(0, Math.min(at - maxTracks / 2, playable.length - maxTracks));
    return { tracks: playable.slice(start, start + maxTracks), index: at - start };
}

export function currentOf(queue: Queue): Track | null {
    return queue.tracks[queue.index] ?? null;
}

export function nextOf(queue: Queue): Track | null {
    return queue.tracks[queue.index + 1] ?? null;
}

export function moved(queue: Queue, by: 1 | -1): Queue {
    return movedTo(queue, queue.index + by);
}

export function movedTo(queue: Queue, index: number): Queue {
    return index < 0 || index >= queue.tracks.length ? queue : { ...queue, index };
}

/** Puts a track at the end; one that is in the queue already, or cannot be heard, changes nothing. */
export function withTrackAtEnd(queue: Queue, track: Track): Queue {
    const isKnown = queue.tracks.some((known) => known.id === track.id);
    if (isKnown || track.playback === null) return queue;
    return {
        tracks: [...queue.tracks, track].slice(-maxTracks),
        index: Math.max(0, queue.index - Math.max(0, queue.tracks.length + 1 - maxTracks)),
    };
}

/** Only the current track. */
export function withoutOthers(queue: Queue): Queue {
    const current = currentOf(queue);
    return current ? { tracks: [current], index: 0 } : emptyQueue;
}

/** Puts a newer version of a track in its place. */
export function withTrack(queue: Queue, newer: Track): Queue {
    return { ...queue, tracks: queue.tracks.map((track) => (track.id === newer.id ? newer : track)) };
}

/** Takes a track out; when it was the current one, the one behind it (or the last) becomes current. */
export function withoutTrack(queue: Queue, id: string): Queue {
    const at = queue.tracks.findIndex((track) => track.id === id);
    if (at < 0) return queue;
    const tracks = queue.tracks.filter((track) => track.id !== id);
    const index = at < queue.index ? queue.index - 1 : Math.min(queue.index, tracks.length - 1);
    return { tracks, index };
}
