// Requests about one's own invitation.
import { client, done } from '../../api/client';

export function declineInvitation(id: string): Promise<void> {
    return done(client.POST('/api/v1/invitations/{id}/decline', { params: { path: { id } } }));
}
