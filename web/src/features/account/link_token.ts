// The token of a link from a mail.
import { takeFragment } from '../../app/fragment';

export function takeLinkToken(): string {
    return takeFragment().get('token') ?? '';
}
