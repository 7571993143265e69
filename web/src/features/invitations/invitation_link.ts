// What the links in an invitation carry behind their #: a code with its address, or the invitation to decline.

export interface InvitationLink {
    code: string;
    email: string;
}

/** Code and address in a fragment such as `#code=ABCD-…&email=ada%40example.org`. */
export function invitationIn(fragment: URLSearchParams): InvitationLink | null {
    const code = fragment.get('code')?.trim() ?? '';
    return code === '' ? null : { code, email: fragment.get('email')?.trim() ?? '' };
}

/** The invitation in a fragment such as `#id=0190b2c4-…`. */
export function invitationIdIn(fragment: URLSearchParams): string | null {
    const id = fragment.get('id') ?? '';
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id : null;
}
