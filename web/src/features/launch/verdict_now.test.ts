import { describe, expect, it } from 'vitest';
import type { LaunchOverview } from './launch';
import { verdictNow } from './verdict_now';

const checked = Date.parse('2026-12-01T18:00:00Z');
const minutes = (count: number) => count * 60_000;

function overview(verdict: string, more: Partial<LaunchOverview> = {}): LaunchOverview {
    return { verdict, checked_at: new Date(checked).toISOString(), is_stale: false, signals: [], cohorts: [], ...more };
}

describe('the verdict of an open page', () => {
    it('is GO for fifteen minutes after the check', () => {
        const at = (later: number) => verdictNow(overview('GO'), checked, checked + later);
        expect(at(minutes(15))).toEqual({ verdict: 'GO', isStale: false });
        expect(at(minutes(15) + 1)).toEqual({ verdict: 'HOLD', isStale: true });
    });

    it('counts from the check, not from the answer', () => {
        const answered = checked + minutes(10);
        expect(verdictNow(overview('GO'), answered, checked + minutes(16)).verdict).toBe('HOLD');
    });

    it('ends as well where the clock is behind', () => {
        const answered = checked - minutes(60);
        expect(verdictNow(overview('GO'), answered, answered + minutes(15)).verdict).toBe('GO');
        expect(verdictNow(overview('GO'), answered, answered + minutes(16)).verdict).toBe('HOLD');
    });

    it('stays NO-GO, however old', () => {
        expect(verdictNow(overview('NO-GO'), checked, checked + minutes(60))).toEqual({
            verdict: 'NO-GO',
            isStale: true,
        });
    });

    it('is what the server says, where that is stricter', () => {
        const late = overview('HOLD', { is_stale: true });
        expect(verdictNow(late, checked, checked)).toEqual({ verdict: 'HOLD', isStale: true });
        const never = overview('HOLD', { checked_at: null });
        expect(verdictNow(never, checked, checked + minutes(60))).toEqual({ verdict: 'HOLD', isStale: false });
    });
});
