import { expect, it } from 'vitest';
import { bytes, clock } from './numbers';

it('tells lengths as on a record sleeve', () => {
    expect(clock(0)).toBe('0:00');
    expect(clock(187_900)).toBe('3:07');
    expect(clock(3_727_000)).toBe('1:02:07');
    expect(clock(-5)).toBe('0:00');
});

it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [1_234_000, '1.2 MB'],
    [34_500_000, '35 MB'],
    [2_000_000_000, '2 GB'],
])('tells %d bytes as %s', (value, text) => {
    expect(bytes('en', ['B', 'kB', 'MB', 'GB'], value).replace('\u00a0', ' ')).toBe(text);
});
