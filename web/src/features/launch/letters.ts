// Which letters an operator wants to see first, and which ones at all.
import type { Invitation, InvitationPage } from './launch';

export const deliveryStates = ['failed', 'unknown', 'sending', 'rendered', 'sent'] as const;

/** Cohorts that are not of people who test: the table of cohorts leaves them out. */
const notCounted = ['journey', 'rehearsal'];
/** So many at once, which is as many as the server gives. */
const pageSize = 100;
const pagesAtMost = 20;

export interface Letters {
    items: Invitation[];
    /** There are more than are read. */
    isCut: boolean;
}

type ReadPage = (cursor: string | null, limit: number) => Promise<InvitationPage>;

/** All of them, newest first: the server neither sorts nor filters them by their state. */
export async function readLetters(readPage: ReadPage): Promise<Letters> {
    const items: Invitation[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < pagesAtMost; page += 1) {
        const answer: InvitationPage = await readPage(cursor, pageSize);
        items.push(...answer.items);
        cursor = answer.next_cursor;
        if (cursor === null) break;
    }
    return { items, isCut: cursor !== null };
}

export function isCounted(invitation: Invitation): boolean {
    return !notCounted.includes(invitation.cohort);
}

/** Failed and unknown letters first, as long as nobody signed up with them; each kind in the order of before. */
export function careFirst(invitations: readonly Invitation[]): Invitation[] {
    return [...invitations].sort((one, other) => rank(one) - rank(other));
}

function rank({ used_at, delivery_state }: Invitation): number {
    if (used_at !== null) return 2;
    if (delivery_state === 'failed') return 0;
    return delivery_state === 'unknown' ? 1 : 2;
}
