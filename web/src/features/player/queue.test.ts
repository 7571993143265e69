import { describe, expect, it } from 'vitest';
import { trackOf } from '../../testing/tracks';
import {
    currentOf,
    emptyQueue,
    moved,
    movedTo,
    nextOf,
    queueOf,
    withoutOthers,
    withoutTrack,
    withTrack,
    withTrackAtEnd,
} from './queue';

const [a, b, c] = [trackOf('a'), trackOf('b'), trackOf('c')] as const;
const ids = (queue: { tracks: readonly { id: string }[] }) => queue.tracks.map((track) => track.id).join('');

describe('a queue of a list', () => {
    it('begins at the chosen track and leaves out what cannot be heard', () => {
        const queue = queueOf([a, trackOf('x', { playback: null }), b, c], b);
        expect(ids(queue)).toBe('abc');
        expect(currentOf(queue)).toBe(b);
        expect(nextOf(queue)).toBe(c);
    });

    it('plays a track that is not in the list alone', () => {
        expect(queueOf([a, b], c)).toEqual({ tracks: [c], index: 0 });
    });

    it('keeps those around the chosen track when the list is very long', () => {
        const list = Array.from({ length: 1000 }, (_, index) => trackOf(String(index)));
        const chosen = list[900];
        if (!chosen) throw new Error('the list has 1000 tracks');
        const queue = queueOf(list, chosen);
        expect(queue.tracks).toHaveLength(200);
        expect(currentOf(queue)).toBe(chosen);
    });
});

describe('moving', () => {
    it('stops at both ends', () => {
        const queue = queueOf([a, b], a);
        expect(moved(queue, -1)).toBe(queue);
        const last = moved(queue, 1);
        expect(currentOf(last)).toBe(b);
        expect(nextOf(last)).toBeNull();
        expect(moved(last, 1)).toBe(last);
    });

    it('does not jump outside', () => {
        const queue = queueOf([a, b], a);
        expect(movedTo(queue, 5)).toBe(queue);
        expect(currentOf(movedTo(queue, 1))).toBe(b);
    });
});

describe('changing', () => {
    it('takes out a track before the current one without changing what is heard', () => {
        const queue = withoutTrack(queueOf([a, b, c], c), 'a');
        expect(ids(queue)).toBe('bc');
        expect(currentOf(queue)).toBe(c);
    });

    it('goes on with the track behind the one that is taken out, or with the last', () => {
        expect(currentOf(withoutTrack(queueOf([a, b, c], b), 'b'))).toBe(c);
        expect(currentOf(withoutTrack(queueOf([a, b, c], c), 'c'))).toBe(b);
        expect(withoutTrack(queueOf([a], a), 'a')).toEqual(emptyQueue);
    });

    it('shows a renamed track under its new title', () => {
        const renamed = { ...a, title: 'New' };
        expect(currentOf(withTrack(queueOf([a, b], a), renamed))?.title).toBe('New');
    });

    it('puts a track at the end, once, and only when it can be heard', () => {
        const queue = queueOf([a], a);
        expect(ids(withTrackAtEnd(queue, b))).toBe('ab');
        expect(withTrackAtEnd(queue, a)).toBe(queue);
        expect(withTrackAtEnd(queue, trackOf('x', { playback: null }))).toBe(queue);
        expect(currentOf(withTrackAtEnd(emptyQueue, c))).toBe(c);
    });

    it('keeps the current track when it is full', () => {
        const list = Array.from({ length: 200 }, (_, index) => trackOf(String(index)));
        const full = movedTo({ tracks: list, index: 0 }, 120);
        const added = withTrackAtEnd(full, c);
        expect(added.tracks).toHaveLength(200);
        expect(currentOf(added)).toBe(currentOf(full));
    });

    it('can be emptied around the current track', () => {
        expect(withoutOthers(queueOf([a, b, c], b))).toEqual({ tracks: [b], index: 0 });
        expect(withoutOthers(emptyQueue)).toBe(emptyQueue);
    });
});
