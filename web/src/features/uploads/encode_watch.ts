// Asks how far encodes are, while the page is visible: often when something moves, seldom when nothing does.
import { Problem } from '../../api/problem';
import type { Track } from '../../api/types';

const firstDelayMs = 600;
const maxDelayMs = 6000;
const slower = 1.35;
/** Encodes run in the order of their arrival: the oldest are the ones that move. */
const askedAtOnce = 6;

export function isUnfinished(track: Track): boolean {
    return track.state === 'queued' || track.state === 'encoding';
}

/** The tracks to ask for now, oldest first (ids are UUIDv7: their order is the order of arrival). */
export function nextAsked(tracks: readonly Track[]): Track[] {
    const unfinished = tracks.filter(isUnfinished);
    return unfinished.sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, askedAtOnce);
}

function hasMoved(before: Track, after: Track): boolean {
    return before.state !== after.state || before.progress !== after.progress || before.stage !== after.stage;
}

export interface EncodeWatch {
    /** Something new may be unfinished: ask soon. */
    wake(): void;
    stop(): void;
}

export interface Watched {
    tracks(): readonly Track[];
    read(id: string): Promise<Track>;
    onTrack(track: Track): void;
    /** A track that is not there any more. */
    onGone(id: string): void;
}

export function watchEncodes(watched: Watched): EncodeWatch {
    let delayMs = firstDelayMs;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isAsking = false;
    let isStopped = false;

    function plan(): void {
        clearTimeout(timer);
        const isIdle = isStopped || isAsking || document.hidden;
        if (!isIdle && watched.tracks().some(isUnfinished)) timer = setTimeout(() => void ask(), delayMs);
    }

    async function ask(): Promise<void> {
        isAsking = true;
        const moved = await Promise.all(nextAsked(watched.tracks()).map((track) => askFor(track)));
        isAsking = false;
        delayMs = moved.includes(true) ? firstDelayMs : Math.min(maxDelayMs, delayMs * slower);
        plan();
    }

    /** True when it moved. An answer that does not come is asked for again later. */
    async function askFor(track: Track): Promise<boolean> {
        try {
            const newer = await watched.read(track.id);
            if (!isStopped) watched.onTrack(newer);
            return hasMoved(track, newer);
        } catch (error) {
            const problem = Problem.fromUnknown(error);
            if (problem.code === 'not_found' && !isStopped) watched.onGone(track.id);
            return false;
        }
    }

    function wake(): void {
        delayMs = firstDelayMs;
        plan();
    }

    document.addEventListener('visibilitychange', wake);
    wake();
    return {
        wake,
        stop() {
            isStopped = true;
            clearTimeout(timer);
            document.removeEventListener('visibilitychange', wake);
        },
    };
}
