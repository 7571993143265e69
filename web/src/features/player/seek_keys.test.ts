import { expect, it } from 'vitest';
import { soughtByKey } from './seek_keys';

it('moves by steps and leaps, and stays in the track', () => {
    expect(soughtByKey('ArrowRight', 10_000, 60_000)).toBe(15_000);
    expect(soughtByKey('ArrowLeft', 2_000, 60_000)).toBe(0);
    expect(soughtByKey('PageUp', 50_000, 60_000)).toBe(60_000);
    expect(soughtByKey('Home', 50_000, 60_000)).toBe(0);
    expect(soughtByKey('End', 50_000, 60_000)).toBe(60_000);
});

it.each(['Tab', 'Enter', 'a', 'toString'])('leaves %s to others', (key) => {
    expect(soughtByKey(key, 0, 60_000)).toBeNull();
});
