import { describe, expect, it } from 'vitest';
import { auditQuery, everything, exportPath, firstPage } from './administration';

const account = (permissions: string[]) => ({ permissions }) as Parameters<typeof firstPage>[0];

describe('the administration', () => {
    it('is there for people who may see one of its pages, and leads to the first', () => {
        expect(firstPage(null)).toBeNull();
        expect(firstPage(account(['music.upload']))).toBeNull();
        expect(firstPage(account(['audit.read']))).toBe('/admin/audit');
        expect(firstPage(account(['audit.read', 'people.view']))).toBe('/admin/people');
    });
});

describe('the choice of entries', () => {
    it('sends nothing that was left empty', () => {
        expect(auditQuery(everything)).toEqual({});
        expect(exportPath(everything, 'csv')).toBe('/api/v1/admin/audit/export?format=csv');
    });

    it('holds the whole of its last day', () => {
        const { from, until } = auditQuery({ ...everything, from: '2026-06-21', until: '2026-06-21' });
        expect(Date.parse(until ?? '') - Date.parse(from ?? '')).toBe(24 * 60 * 60 * 1000);
    });
});
