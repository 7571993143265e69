// What the API does with releases.
import { bodyOf, client } from '../../api/client';
import type { Release, ReleasePage } from '../../api/types';

const pageSize = 12;

/** Releases of everyone, newest first, without their tracks. */
export function readNewestReleases(cursor: string | null): Promise<ReleasePage> {
    const query = { limit: pageSize, ...(cursor === null ? {} : { cursor }) };
    return bodyOf(client.GET('/api/v1/releases', { params: { query } }));
}

/** A release with its published tracks. */
export function readRelease(id: string): Promise<Release> {
    return bodyOf(client.GET('/api/v1/releases/{id}', { params: { path: { id } } }));
}
