import { expect, it } from 'vitest';
import { trackOf } from '../../testing/tracks';
import { isUnfinished, nextAsked } from './encode_watch';

it('asks only for tracks that still change', () => {
    const tracks = (['queued', 'encoding', 'published', 'failed'] as const).map((state) => trackOf(state, { state }));
    expect(tracks.filter(isUnfinished).map((track) => track.id)).toEqual(['queued', 'encoding']);
});

it('asks for the oldest first, and for few at once', () => {
    const tracks = ['09', '03', '07', '01', '05', '02', '08', '04'].map((id) => trackOf(id, { state: 'queued' }));
    expect(nextAsked(tracks).map((track) => track.id)).toEqual(['01', '02', '03', '04', '05', '07']);
});
