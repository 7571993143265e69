// Requests of the operator's page about the launch.
import { bodyOf, client } from '../../api/client';
import type { components } from '../../api/schema';

export type LaunchOverview = components['schemas']['LaunchOverview'];
export type LaunchSignal = components['schemas']['LaunchSignal'];
export type LaunchCohort = components['schemas']['LaunchCohort'];
export type Invitation = components['schemas']['Invitation'];
export type InvitationPage = components['schemas']['InvitationPage'];

export function readLaunch(): Promise<LaunchOverview> {
    return bodyOf(client.GET('/api/v1/admin/launch'));
}

export function readInvitations(cursor: string | null, limit: number): Promise<InvitationPage> {
    const query = cursor === null ? { limit } : { limit, cursor };
    return bodyOf(client.GET('/api/v1/admin/invitations', { params: { query } }));
}
