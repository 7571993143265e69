import { describe, expect, it } from 'vitest';
import { invitationIdIn, invitationIn } from './invitation_link';

describe('the links of an invitation', () => {
    it('carry a code and an address', () => {
        expect(invitationIn(new URLSearchParams('code=ABCD-EFGH-JKMN-PQRS&email=ada%40example.org'))).toEqual({
            code: 'ABCD-EFGH-JKMN-PQRS',
            email: 'ada@example.org',
        });
        expect(invitationIn(new URLSearchParams('code=%20x%20'))).toEqual({ code: 'x', email: '' });
    });

    it.each(['', 'code=', 'email=ada%40example.org', 'token=x'])('carry nothing in %s', (fragment) => {
        expect(invitationIn(new URLSearchParams(fragment))).toBeNull();
    });

    it('carry the invitation to decline, and nothing else', () => {
        const id = '0190b2c4-0000-7000-8000-000000000001';
        expect(invitationIdIn(new URLSearchParams(`id=${id}`))).toBe(id);
        expect(invitationIdIn(new URLSearchParams('id=../../accounts/me'))).toBeNull();
        expect(invitationIdIn(new URLSearchParams(''))).toBeNull();
    });
});
