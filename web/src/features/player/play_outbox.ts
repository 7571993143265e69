// Reports about plays on their way to the server. They are kept in memory until they have arrived; sending one twice
// changes nothing there. What cannot be sent before the page is gone is lost.
import { bodyOf, client } from '../../api/client';
import { Problem } from '../../api/problem';
import type { PlayEvents } from '../../api/types';

export interface PlayReport {
    playId: string;
    trackId: string;
    kind: 'start' | 'reached' | 'end' | 'skip';
    /** When the play began, on the clock of `nowMs`. */
    startedAtMs: number;
    heardMs: number;
}

/** Events of one request; the server takes no more. */
const batchSize = 50;
/** As many as are kept without a connection; the oldest go first. */
const capacity = 200;
/** A skipped track and the start of the next one travel together. */
const collectMs = 1000;
const firstRetryMs = 15_000;
const longestRetryMs = 240_000;

export interface PlayOutboxParts {
    send: (body: PlayEvents) => Promise<void>;
    /** Sends while the page goes away; says whether the browser has taken it. */
    sendLast: (body: PlayEvents) => boolean;
    visitId: () => string;
    nowMs: () => number;
    /** Runs the work later, unless it is called off by what this gives. */
    later: (work: () => void, delayMs: number) => () => void;
}

export class PlayOutbox {
    readonly #parts: PlayOutboxParts;
    #reports: PlayReport[] = [];
    #isSending = false;
    #retryMs = firstRetryMs;
    #callOff: (() => void) | null = null;

    constructor(parts: PlayOutboxParts) {
        this.#parts = parts;
    }

    get size(): number {
        return this.#reports.length;
    }

    add(report: PlayReport): void {
        this.#reports = [...this.#reports, report].slice(-capacity);
        if (!this.#isSending) this.#flushIn(collectMs);
    }

    /** The connection is back. */
    hurry(): void {
        this.#retryMs = firstRetryMs;
        if (this.#reports.length > 0 && !this.#isSending) this.#flushIn(0);
    }

    /** The page goes away: what is here is sent now or never. */
    flushLast(): void {
        while (this.#reports.length > 0) {
            const batch = this.#reports.slice(0, batchSize);
            if (!this.#parts.sendLast(this.#bodyOf(batch))) return;
            this.#drop(batch);
        }
    }

    /** Nothing of what is here shall be sent. */
    clear(): void {
        this.#reports = [];
    }

    #flushIn(delayMs: number): void {
        this.#callOff?.();
        this.#callOff = this.#parts.later(() => void this.#flush(), delayMs);
    }

    async #flush(): Promise<void> {
        this.#callOff = null;
        const batch = this.#reports.slice(0, batchSize);
        if (batch.length === 0 || this.#isSending) return;
        this.#isSending = true;
        const isSettled = await this.#parts.send(this.#bodyOf(batch)).then(
            () => true,
            (error: unknown) => !mayHelpToRepeat(error),
        );
        this.#isSending = false;
        if (isSettled) {
            this.#drop(batch);
            this.#retryMs = firstRetryMs;
            if (this.#reports.length > 0) this.#flushIn(collectMs);
            return;
        }
        this.#flushIn(this.#retryMs);
        this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
    }

    #drop(batch: readonly PlayReport[]): void {
        this.#reports = this.#reports.filter((report) => !batch.includes(report));
    }

    #bodyOf(batch: readonly PlayReport[]): PlayEvents {
        const nowMs = this.#parts.nowMs();
        return {
            visit_id: this.#parts.visitId(),
            events: batch.map(({ playId, trackId, kind, startedAtMs, heardMs }) => ({
                play_id: playId,
                track_id: trackId,
                kind,
                elapsed_ms: Math.round(nowMs - startedAtMs),
                heard_ms: Math.round(heardMs),
            })),
        };
    }
}

/** No answer, or one that says "not now". Everything else would be answered the same again. */
function mayHelpToRepeat(error: unknown): boolean {
    return error instanceof Problem && (error.status === 0 || error.status === 429 || error.status >= 500);
}

/** Keeps going when the page is closed in the middle. */
export async function sendPlays(body: PlayEvents): Promise<void> {
    await bodyOf(client.POST('/api/v1/plays', { body, keepalive: true }));
}

export function sendPlaysLast(body: PlayEvents): boolean {
    return navigator.sendBeacon('/api/v1/plays', new Blob([JSON.stringify(body)], { type: 'application/json' }));
}
