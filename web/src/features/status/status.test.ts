import { describe, expect, it } from 'vitest';
import type { StatusPart } from '../../api/types';
import { availability, barsOf, historyDays } from './status';

const part = (days: StatusPart['days']): StatusPart => ({
    name: 'storage',
    state: 'working',
    since: '2026-06-21T18:00:00Z',
    checked_at: '2026-06-21T18:00:00Z',
    days,
});
const day = (name: string, working: number, degraded: number, down: number) => ({
    day: name,
    minutes_working: working,
    minutes_degraded: degraded,
    minutes_down: down,
});
const today = new Date('2026-06-21T23:30:00Z');

describe('the bars of a part', () => {
    it('are one a day, up to today, and say the worst of each', () => {
        const bars = barsOf(
            part([day('2026-06-19', 1440, 0, 0), day('2026-06-20', 1400, 40, 0), day('2026-06-21', 900, 10, 5)]),
            today,
        );
        expect(bars).toHaveLength(historyDays);
        expect(bars.at(-1)).toEqual({ day: '2026-06-21', state: 'down', minutes: 15 });
        expect(bars.at(-2)).toEqual({ day: '2026-06-20', state: 'degraded', minutes: 40 });
        expect(bars.at(-3)?.state).toBe('working');
        expect(bars.at(-4)?.state).toBeNull();
        expect(bars[0]?.day).toBe('2026-03-24');
    });
});

describe('availability', () => {
    it('counts the minutes that were looked at', () => {
        expect(availability(part([day('2026-06-20', 950, 0, 50)]))).toBe(95);
        expect(availability(part([]))).toBeNull();
    });
});
