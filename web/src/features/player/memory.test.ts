import { describe, expect, it } from 'vitest';
import { trackOf } from '../../testing/tracks';
import { nothingRemembered, readRemembered, type Remembered } from './memory';
import { emptyQueue } from './queue';

const state: Remembered = {
    queue: { tracks: [trackOf('a'), trackOf('b')], index: 1 },
    positionMs: 1234,
    volume: 0.4,
    isMuted: true,
    levels: false,
    prefersLossless: true,
    isCounted: false,
};
const written = (changes: object = {}): unknown => JSON.parse(JSON.stringify({ shape: 2, ...state, ...changes }));

describe('what is remembered', () => {
    it('comes back as it was', () => {
        expect(readRemembered(written())).toEqual(state);
    });

    it.each([null, 'text', 7, [], {}, { shape: 99 }])('is nothing when %j was stored', (stored) => {
        expect(readRemembered(stored)).toEqual(nothingRemembered);
    });

    it('loses only the parts that are broken', () => {
        const read = readRemembered(
            written({ volume: 7, positionMs: -1, isMuted: 'yes', queue: { tracks: [{ id: 1 }], index: 0 } }),
        );
        expect(read).toEqual({ ...state, volume: 0.8, positionMs: 0, isMuted: false, queue: emptyQueue });
    });

    it('counts plays where nothing else was said', () => {
        expect(readRemembered(written({ isCounted: undefined })).isCounted).toBe(true);
    });

    it('has no place outside its queue', () => {
        expect(readRemembered(written({ queue: { tracks: [trackOf('a')], index: 3 } })).queue).toEqual(emptyQueue);
    });
});
