// What creators learn about a play: that it began, that it counts, that it was heard to the end or left.
// When a play counts is decided by the server (docs/ANALYTICS.md); here it is only noticed in time.
import type { Track } from '../../api/types';
import { ListeningMeter } from './listening_meter';
import type { PlayReport } from './play_outbox';

const countsAfterMs = 30_000;

export interface PlayCounterParts {
    /** Takes what is to be sent. */
    report: (report: PlayReport) => void;
    /** Whether this person wants to be counted. */
    mayCount: () => boolean;
    /** Time that only goes forward, in milliseconds. */
    nowMs: () => number;
    newId: () => string;
}

interface Play {
    id: string;
    trackId: string;
    startedAtMs: number;
    countsAtMs: number;
    isReached: boolean;
    meter: ListeningMeter;
}

export class PlayCounter {
    readonly #parts: PlayCounterParts;
    #play: Play | null = null;

    constructor(parts: PlayCounterParts) {
        this.#parts = parts;
    }

    /** Sound of this track comes out. Call it again and again while it does. */
    sound(track: Track): void {
        if (this.#play !== null && this.#play.trackId !== track.id) this.leave();
        if (!this.#parts.mayCount()) {
            this.#play = null;
            return;
        }
        const nowMs = this.#parts.nowMs();
        const play = (this.#play ??= this.#begin(track, nowMs));
        play.meter.sound(nowMs);
        if (play.isReached || play.meter.heardMs < play.countsAtMs) return;
        play.isReached = true;
        this.#report(play, 'reached');
    }

    /** A pause, or a wait for data. */
    silence(): void {
        this.#play?.meter.silence(this.#parts.nowMs());
    }

    /** The track was played to its end; what is heard next is another play. */
    end(): void {
        this.#finish('end');
    }

    /** The listener goes on to something else. */
    leave(): void {
        this.#finish('skip');
    }

    /** The page may be gone in a moment, or come back: then the play goes on. */
    leavePage(): void {
        if (this.#play === null) return;
        this.silence();
        this.#report(this.#play, 'skip');
    }

    #begin(track: Track, nowMs: number): Play {
        const play = {
            id: this.#parts.newId(),
            trackId: track.id,
            startedAtMs: nowMs,
            countsAtMs: Math.min(countsAfterMs, Math.ceil((track.duration_ms ?? Infinity) / 2)),
            isReached: false,
            meter: new ListeningMeter(),
        };
        this.#report(play, 'start');
        return play;
    }

    #finish(kind: 'end' | 'skip'): void {
        if (this.#play === null) return;
        this.silence();
        this.#report(this.#play, kind);
        this.#play = null;
    }

    #report(play: Play, kind: PlayReport['kind']): void {
        if (!this.#parts.mayCount()) return;
        const { id: playId, trackId, startedAtMs, meter } = play;
        this.#parts.report({ playId, trackId, kind, startedAtMs, heardMs: meter.heardMs });
    }
}
