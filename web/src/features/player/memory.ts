// What the player remembers over a reload: the queue, the place in it and in the track, and its settings.
import { storedJson, storeText } from '../../app/storage';
import type { Track } from '../../api/types';
import { emptyQueue, type Queue } from './queue';

export interface Remembered {
    queue: Queue;
    positionMs: number;
    volume: number;
    isMuted: boolean;
    levels: boolean;
    prefersLossless: boolean;
    isCounted: boolean;
}

const storageKey = 'sillon.player';
/** Raised when the shape changes: what an older app wrote is then forgotten. */
const shape = 2;

export const nothingRemembered: Remembered = {
    queue: emptyQueue,
    positionMs: 0,
    volume: 0.8,
    isMuted: false,
    levels: true,
    prefersLossless: false,
    isCounted: true,
};

export function remember(state: Remembered): void {
    storeText(storageKey, JSON.stringify({ shape, ...state }));
}

export function recall(): Remembered {
    return readRemembered(storedJson(storageKey));
}

/** Reads what was stored; anything that does not have the shape is replaced by its default. */
export function readRemembered(stored: unknown): Remembered {
    if (!isRecord(stored) || stored['shape'] !== shape) return nothingRemembered;
    const defaults = nothingRemembered;
    const { positionMs, volume, isMuted, levels, prefersLossless, isCounted } = stored;
    return {
        queue: readQueue(stored['queue']),
        positionMs: isAtLeastZero(positionMs) ? positionMs : 0,
        volume: isAtLeastZero(volume) && volume <= 1 ? volume : defaults.volume,
        isMuted: typeof isMuted === 'boolean' ? isMuted : defaults.isMuted,
        levels: typeof levels === 'boolean' ? levels : defaults.levels,
        prefersLossless: typeof prefersLossless === 'boolean' ? prefersLossless : defaults.prefersLossless,
        isCounted: typeof isCounted === 'boolean' ? isCounted : defaults.isCounted,
    };
}

function readQueue(stored: unknown): Queue {
    if (!isRecord(stored) || !Array.isArray(stored['tracks'])) return emptyQueue;
    const tracks = stored['tracks'].filter(isTrack);
    const index = stored['index'];
    const isWhole = tracks.length === stored['tracks'].length && typeof index === 'number' && index in tracks;
    return isWhole ? { tracks, index } : emptyQueue;
}

function isTrack(value: unknown): value is Track {
    return (
        isRecord(value) &&
        typeof value['id'] === 'string' &&
        typeof value['title'] === 'string' &&
        isRecord(value['artist']) &&
        isRecord(value['playback'])
    );
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAtLeastZero(value: unknown): value is number {
    return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
