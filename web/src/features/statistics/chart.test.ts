import { describe, expect, it } from 'vitest';
import type { ListeningDay } from '../../api/types';
import { chartOf, margin, tickValues } from './chart';
import { csvPath, lastDays } from './statistics';

const dayOf = (day: string, plays: number, listeners: number): ListeningDay => ({
    day,
    plays,
    listeners,
    completions: 0,
    skips: 0,
    starts: plays,
    heard_ms: 0,
});

const days = (count: number) =>
    Array.from({ length: count }, (_, index) =>
        dayOf(new Date(index * 86_400_000).toISOString().slice(0, 10), index, 1),
    );

describe('the chart', () => {
    it('has a bar as high as the plays and a point for each day', () => {
        const chart = chartOf([dayOf('2026-06-01', 4, 2), dayOf('2026-06-02', 0, 0)], 444, 240);
        expect(chart.ticks.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4]);
        expect(chart.bars[0]).toMatchObject({ y: margin.top, height: 200, width: 48 });
        expect(chart.bars[1]).toMatchObject({ y: margin.top + 200, height: 0 });
        expect(chart.line).toBe('140,112 340,212');
    });

    it.each([1, 2, 7, 30, 365])('labels the first and the last of %i days and stays in its frame', (count) => {
        for (const width of [300, 1000]) {
            const { bars, labels } = chartOf(days(count), width, 240);
            expect(labels[0]?.day).toBe('1970-01-01');
            expect(labels.at(-1)?.day).toBe(days(count).at(-1)?.day);
            expect(labels.length).toBeLessThanOrEqual(width / 64 + 1);
            for (const bar of bars) {
                expect(bar.x).toBeGreaterThanOrEqual(margin.left - 0.001);
                expect(bar.x + bar.width).toBeLessThanOrEqual(width - margin.right + 0.001);
                expect(bar.width).toBeGreaterThan(0);
            }
        }
    });

    it('can be drawn without any day and without any room', () => {
        expect(chartOf([], 0, 0)).toMatchObject({ bars: [], line: '', labels: [] });
    });
});

describe('the values on the left', () => {
    it.each([
        [0, [0, 1]],
        [1, [0, 1]],
        [4, [0, 1, 2, 3, 4]],
        [5, [0, 2, 4, 6]],
        [100, [0, 50, 100]],
        [1234, [0, 500, 1000, 1500]],
    ])('of up to %i are %j', (largest, values) => {
        expect(tickValues(largest)).toEqual(values);
    });
});

describe('a period', () => {
    it('ends today, in UTC', () => {
        expect(lastDays(7, Date.parse('2026-03-01T23:59:00Z'))).toEqual({ from: '2026-02-23', to: '2026-03-01' });
    });

    it('has a file', () => {
        const period = { from: '2026-02-23', to: '2026-03-01' };
        expect(csvPath(null, period)).toBe('/api/v1/accounts/me/statistics.csv?from=2026-02-23&to=2026-03-01');
        expect(csvPath('7', period)).toBe('/api/v1/tracks/7/statistics.csv?from=2026-02-23&to=2026-03-01');
    });
});
