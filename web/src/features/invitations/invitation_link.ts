// What the links in an invitation carry behind their #: a code with its address, or the invitation to decline. It leaves
// the address at once, so that it does not stay in the history, a bookmark or a screenshot.

export interface InvitationLink {
    code: string;
    email: string;
}

/** Code and address in a fragment such as `#code=ABCD-…&email=ada%40example.org`. */
export function invitationInFragment(fragment: string): InvitationLink | null {
    const parts = new URLSearchParams(fragment.replace(/^#/, ''));
    const code = parts.get('code')?.trim() ?? '';
    return code === '' ? null : { code, email: parts.get('email')?.trim() ?? '' };
}

/** The invitation in a fragment such as `#id=0190b2c4-…`. */
export function invitationIdInFragment(fragment: string): string | null {
    const id = new URLSearchParams(fragment.replace(/^#/, '')).get('id') ?? '';
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id : null;
}

/** Reads the fragment of the page's address and takes it away from there. */
export function takeFragment(): string {
    const fragment = location.hash;
    if (fragment !== '') history.replaceState(history.state, '', location.pathname + location.search);
    return fragment;
}
