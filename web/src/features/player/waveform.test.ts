import { expect, it } from 'vitest';
import { barsOf } from './waveform';

function waveformOf(peaks: number[]) {
    return {
        length: peaks.length,
        fullScale: 128,
        max_sample: (index: number) => peaks[index] ?? 0,
        min_sample: (index: number) => -(peaks[index] ?? 0),
    };
}

it('shows the loudest peak of each stretch, the loudest of all as 1', () => {
    expect(barsOf(waveformOf([0, 64, 32, 0]), 2)).toEqual([1, 0.5]);
});

it('has as many bars as asked for, even of a very short recording', () => {
    expect(barsOf(waveformOf([100]), 5)).toEqual([1, 1, 1, 1, 1]);
});

it('does not blow silence up', () => {
    expect(barsOf(waveformOf([0, 0, 0]), 3)).toEqual([0, 0, 0]);
    expect(Math.max(...barsOf(waveformOf([1, 0, 1]), 3))).toBeLessThan(0.2);
});
