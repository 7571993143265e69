// What the API does with jobs.
import { bodyOf, client } from '../../api/client';
import type { Job, JobDetails, JobPage, QueueOverview } from '../../api/types';

const pageSize = 30;

const byId = (id: string) => ({ params: { path: { id } } });

export const jobStates = ['available', 'running', 'scheduled', 'retryable', 'dead', 'cancelled', 'completed'] as const;
export type JobState = (typeof jobStates)[number];

export function readOverview(): Promise<QueueOverview> {
    return bodyOf(client.GET('/api/v1/admin/jobs/overview'));
}

/** Jobs in a state, or in every one, newest first. */
export function readJobs(state: JobState | 'all', cursor: string | null): Promise<JobPage> {
    const query = { limit: pageSize, ...(state === 'all' ? {} : { state }), ...(cursor === null ? {} : { cursor }) };
    return bodyOf(client.GET('/api/v1/admin/jobs', { params: { query } }));
}

export function readJob(id: string): Promise<JobDetails> {
    return bodyOf(client.GET('/api/v1/admin/jobs/{id}', byId(id)));
}

export function redriveJob(id: string): Promise<Job> {
    return bodyOf(client.POST('/api/v1/admin/jobs/{id}/redrive', byId(id)));
}

export function cancelJob(id: string): Promise<Job> {
    return bodyOf(client.POST('/api/v1/admin/jobs/{id}/cancel', byId(id)));
}

/** What can be done with a job in this state. */
export function actionsOf(state: string): { canRedrive: boolean; canCancel: boolean } {
    const hasEnded = state === 'completed' || state === 'dead' || state === 'cancelled';
    return { canRedrive: hasEnded && state !== 'completed', canCancel: !hasEnded };
}
