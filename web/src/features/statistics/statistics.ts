// What the API knows about listening, and the periods that one can ask for.
import { bodyOf, client } from '../../api/client';
import type { CreatorStatistics, TrackStatistics } from '../../api/types';

/** First and last day (UTC), both included. */
export interface Period {
    from: string;
    to: string;
}

/** Lengths that are offered, in days. */
export const periodLengths = [7, 30, 90, 365] as const;
export type PeriodLength = (typeof periodLengths)[number];

const dayMs = 86_400_000;

/** The last so many days, today included. */
export function lastDays(length: number, nowMs: number): Period {
    const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    return { from: day(nowMs - (length - 1) * dayMs), to: day(nowMs) };
}

export function readOwnStatistics(period: Period): Promise<CreatorStatistics> {
    return bodyOf(client.GET('/api/v1/accounts/me/statistics', { params: { query: { ...period } } }));
}

export function readTrackStatistics(id: string, period: Period): Promise<TrackStatistics> {
    const params = { path: { id }, query: { ...period } };
    return bodyOf(client.GET('/api/v1/tracks/{id}/statistics', { params }));
}

/** Where the same numbers are a file: of one track, or of all. */
export function csvPath(trackId: string | null, { from, to }: Period): string {
    const base = trackId === null ? '/api/v1/accounts/me' : `/api/v1/tracks/${encodeURIComponent(trackId)}`;
    return `${base}/statistics.csv?from=${from}&to=${to}`;
}
