// What the API does with pictures of a person, a release or a track.
import { bodyOf, client, done } from '../../api/client';
import { sendBytes, type Sending } from '../../api/send_bytes';
import type { PictureSlot } from '../../api/types';

/** Whose picture it is. */
export type PictureSubject = { kind: 'avatar' } | { kind: 'release'; id: string } | { kind: 'track'; id: string };

/** What the server takes; a larger file is not even sent. */
export const maxPictureBytes = 20 * 1024 * 1024;
export const pictureTypes = 'image/jpeg,image/png,image/webp,image/gif';

/** What is shown, and what is on its way. */
export function readSlot(subject: PictureSubject): Promise<PictureSlot> {
    if (subject.kind === 'avatar') return bodyOf(client.GET('/api/v1/accounts/me/avatar'));
    const params = { path: { id: subject.id } };
    if (subject.kind === 'release') return bodyOf(client.GET('/api/v1/releases/{id}/artwork', { params }));
    return bodyOf(client.GET('/api/v1/tracks/{id}/artwork', { params }));
}

export function sendPicture(
    subject: PictureSubject,
    file: Blob,
    framingPercent: number,
    onProgress: (sentBytes: number) => void,
): Sending<PictureSlot> {
    return sendBytes('PUT', `${addressOf(subject)}?framing_percent=${framingPercent}`, file, onProgress);
}

export function removePicture(subject: PictureSubject): Promise<void> {
    if (subject.kind === 'avatar') return done(client.DELETE('/api/v1/accounts/me/avatar'));
    const params = { path: { id: subject.id } };
    if (subject.kind === 'release') return done(client.DELETE('/api/v1/releases/{id}/artwork', { params }));
    return done(client.DELETE('/api/v1/tracks/{id}/artwork', { params }));
}

function addressOf(subject: PictureSubject): string {
    if (subject.kind === 'avatar') return '/api/v1/accounts/me/avatar';
    return `/api/v1/${subject.kind === 'release' ? 'releases' : 'tracks'}/${encodeURIComponent(subject.id)}/artwork`;
}
