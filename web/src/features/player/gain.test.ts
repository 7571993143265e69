import { describe, expect, it } from 'vitest';
import { factorFromSlider, levellingGainDb, linearFromDb } from './gain';

describe('even loudness', () => {
    it('turns a loud recording down to -14 LUFS, whatever its peak', () => {
        expect(levellingGainDb(-8, 0.3)).toBe(-6);
        expect(levellingGainDb(-8, null)).toBe(-6);
    });

    it('turns a quiet recording up to -14 LUFS when its peak leaves room', () => {
        expect(levellingGainDb(-20, -12)).toBe(6);
    });

    it('stops where the true peak would pass -1 dBTP', () => {
        expect(levellingGainDb(-20, -4)).toBe(3);
        expect(levellingGainDb(-20, -0.5)).toBe(0);
    });

    it('does not amplify what has no known peak, nor silence', () => {
        expect(levellingGainDb(-20, null)).toBe(0);
        expect(levellingGainDb(null, -30)).toBe(0);
    });
});

it('reads decibels as factors of the amplitude', () => {
    expect(linearFromDb(0)).toBe(1);
    expect(linearFromDb(-20)).toBeCloseTo(0.1);
    expect(linearFromDb(6.0206)).toBeCloseTo(2, 4);
});

it('bounds the slider and makes its middle -12 dB', () => {
    expect(factorFromSlider(0)).toBe(0);
    expect(factorFromSlider(7)).toBe(1);
    expect(20 * Math.log10(factorFromSlider(0.5))).toBeCloseTo(-12.04, 1);
});
