import { describe, expect, it, vi } from 'vitest';
import type { Invitation } from './launch';
import { careFirst, isCounted, readLetters } from './letters';

function invitation(id: string, more: Partial<Invitation> = {}): Invitation {
    return {
        id,
        email: `${id}@example.org`,
        cohort: 'friends',
        role: 'creator',
        delivery_state: 'sent',
        last_smtp_status: null,
        attempts: 1,
        created_at: '2026-12-01T08:00:00Z',
        expires_at: '2026-12-31T08:00:00Z',
        used_at: null,
        ...more,
    };
}

describe('letters', () => {
    it('that need somebody come first, the others stay in their order', () => {
        const list = [
            invitation('a'),
            invitation('b', { delivery_state: 'unknown' }),
            invitation('c', { delivery_state: 'rendered' }),
            invitation('d', { delivery_state: 'failed' }),
            invitation('e', { delivery_state: 'failed', used_at: '2026-12-01T09:00:00Z' }),
            invitation('f', { delivery_state: 'failed' }),
        ];
        expect(careFirst(list).map(({ id }) => id)).toEqual(['d', 'f', 'b', 'a', 'c', 'e']);
        expect(list[0]?.id, 'what was given stays as it is').toBe('a');
    });

    it('of rehearsals and journeys are not counted', () => {
        const cohorts = ['friends', 'rehearsal', 'journey'];
        expect(cohorts.filter((cohort) => isCounted(invitation('a', { cohort })))).toEqual(['friends']);
    });

    it('are read to the last page', async () => {
        const read = vi
            .fn()
            .mockResolvedValueOnce({ items: [invitation('a')], next_cursor: 'behind a' })
            .mockResolvedValueOnce({ items: [invitation('b')], next_cursor: null });
        const letters = await readLetters(read);
        expect(letters.items.map(({ id }) => id)).toEqual(['a', 'b']);
        expect(letters.isCut).toBe(false);
        expect(read.mock.calls.map(([cursor]: unknown[]) => cursor)).toEqual([null, 'behind a']);
    });

    it('are read to an end, and the list says when there are more', async () => {
        const read = vi.fn(() => Promise.resolve({ items: [invitation('a')], next_cursor: 'more' }));
        expect((await readLetters(read)).isCut).toBe(true);
        expect(read).toHaveBeenCalledTimes(20);
    });
});
