// What the API does with tracks.
import { bodyOf, client, done } from '../../api/client';
import type { Track, TrackPage } from '../../api/types';

const pageSize = 30;

const byId = (id: string) => ({ params: { path: { id } } });
const byCursor = (cursor: string | null) => ({
    params: { query: { limit: pageSize, ...(cursor === null ? {} : { cursor }) } },
});

/** Published tracks of everyone, newest first. */
export function readNewestTracks(cursor: string | null): Promise<TrackPage> {
    return bodyOf(client.GET('/api/v1/tracks', byCursor(cursor)));
}

/** The person's own tracks in every state, newest first. */
export function readOwnTracks(cursor: string | null): Promise<TrackPage> {
    return bodyOf(client.GET('/api/v1/accounts/me/tracks', byCursor(cursor)));
}

export function readTrack(id: string): Promise<Track> {
    return bodyOf(client.GET('/api/v1/tracks/{id}', byId(id)));
}

export function renameTrack(id: string, title: string): Promise<Track> {
    return bodyOf(client.PATCH('/api/v1/tracks/{id}', { ...byId(id), body: { title } }));
}

export function deleteTrack(id: string): Promise<void> {
    return done(client.DELETE('/api/v1/tracks/{id}', byId(id)));
}
