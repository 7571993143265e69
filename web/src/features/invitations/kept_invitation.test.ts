import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetInvitation, keptInvitation } from './kept_invitation';

const none = new URLSearchParams('');
const ada = { code: 'ABCD-EFGH-JKMN-PQRS', email: 'ada+beta@example.org' };
const adaLink = new URLSearchParams('code=ABCD-EFGH-JKMN-PQRS&email=ada%2Bbeta%40example.org');

describe('the invitation of a link', () => {
    beforeEach(() => {
        const kept = new Map<string, string>();
        vi.stubGlobal('sessionStorage', {
            getItem: (key: string) => kept.get(key) ?? null,
            setItem: (key: string, text: string) => kept.set(key, text),
            removeItem: (key: string) => kept.delete(key),
        });
    });
    afterEach(() => vi.unstubAllGlobals());

    it('is still there after a reload', () => {
        expect(keptInvitation(none)).toBeNull();
        expect(keptInvitation(adaLink)).toEqual(ada);
        expect(keptInvitation(none)).toEqual(ada);
    });

    it('gives way to that of another link', () => {
        keptInvitation(adaLink);
        keptInvitation(new URLSearchParams('code=x'));
        expect(keptInvitation(none)).toEqual({ code: 'x', email: '' });
    });

    it('is forgotten when it made an account', () => {
        keptInvitation(adaLink);
        forgetInvitation();
        expect(keptInvitation(none)).toBeNull();
    });

    it('works once where nothing may be kept', () => {
        const refuse = () => {
            throw new Error('forbidden');
        };
        vi.stubGlobal('sessionStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
        expect(keptInvitation(adaLink)).toEqual(ada);
        expect(keptInvitation(none)).toBeNull();
        expect(forgetInvitation).not.toThrow();
    });
});
