// The invitation of a letter's link, kept by this tab until it made an account: the address of the page loses it at once, and
// a reload, or a look at another page, shall not.
import { invitationIn, type InvitationLink } from './invitation_link';

const storageKey = 'sillon.invitation';

/** The invitation of the link, or else of the one before it. */
export function keptInvitation(fragment: URLSearchParams): InvitationLink | null {
    const link = invitationIn(fragment);
    try {
        if (link === null) return invitationIn(new URLSearchParams(sessionStorage.getItem(storageKey) ?? ''));
        sessionStorage.setItem(storageKey, new URLSearchParams({ ...link }).toString());
    } catch {
        // Some browsers forbid it: then the link of the letter has to be opened again.
    }
    return link;
}

/** It made an account. */
export function forgetInvitation(): void {
    try {
        sessionStorage.removeItem(storageKey);
    } catch {
        // Where it is forbidden nothing was kept.
    }
}
