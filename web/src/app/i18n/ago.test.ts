import { expect, it } from 'vitest';
import { ago } from './ago';

const then = '2026-12-01T18:00:00Z';
const later = (ms: number) => Date.parse(then) + ms;

it('tells whole minutes, hours and days', () => {
    expect(ago('en', then, later(60_000))).toBe('1 minute ago');
    expect(ago('en', then, later(3_599_999))).toBe('59 minutes ago');
    expect(ago('fr', then, later(3_600_000))).toBe('il y a 1 heure');
    expect(ago('en', then, later(86_400_000))).toBe('1 day ago');
    expect(ago('fr', then, later(20 * 86_400_000))).toBe('il y a 20 jours');
});

it('has no words for less than a minute, nor for what is ahead', () => {
    expect(ago('en', then, later(59_999))).toBeNull();
    expect(ago('en', then, later(-5_000))).toBeNull();
});
