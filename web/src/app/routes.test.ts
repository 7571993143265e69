import { describe, expect, it } from 'vitest';
import { parseRoute, releasePath, safeNextPath, trackPath } from './routes';

describe('addresses', () => {
    it.each([
        ['/', 'home'],
        ['/upload', 'upload'],
        ['/upload/', 'upload'],
        ['/me', 'my-music'],
        ['/me/statistics', 'statistics'],
        ['/sign-in', 'sign-in'],
        ['/sign-up', 'sign-up'],
        ['/setup', 'setup'],
        ['/admin/people', 'administration'],
        ['/admin/roles', 'administration'],
        ['/admin/audit/', 'administration'],
        ['/admin', 'not-found'],
        ['/account', 'account'],
        ['/account/sessions/', 'account'],
        ['/account/data', 'account'],
        ['/reset-password', 'mail-link'],
        ['/account/elsewhere', 'not-found'],
        ['/join', 'sign-up'],
        ['/decline', 'decline'],
        ['/admin/launch', 'administration'],
        ['/unsubscribe', 'unsubscribe'],
        ['/status', 'status'],
        ['/toString', 'not-found'],
        ['/tracks', 'not-found'],
        ['/tracks/../me', 'not-found'],
        ['/tracks/a/b', 'not-found'],
    ])('%s is %s', (path, name) => {
        expect(parseRoute(path).name).toBe(name);
    });

    it('find what they were made of', () => {
        const id = '0190b2c4-0000-7000-8000-000000000001';
        expect(parseRoute(trackPath(id))).toEqual({ name: 'track', id });
        expect(parseRoute(releasePath(id))).toEqual({ name: 'release', id });
    });
});

describe('the page after signing in', () => {
    it('is the one that was asked for', () => {
        expect(safeNextPath('?next=%2Fupload')).toBe('/upload');
    });

    it.each([
        '',
        '?next=https://elsewhere.example',
        '?next=//elsewhere.example',
        '?next=/\\elsewhere.example',
        '?next=javascript:1',
    ])('is the home page for %s', (search) => {
        expect(safeNextPath(search)).toBe('/');
    });
});
