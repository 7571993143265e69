import { beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '../../api/problem';
import type { PlayEvents } from '../../api/types';
import { PlayOutbox, type PlayReport } from './play_outbox';

let sent: PlayEvents[];
let sentLast: PlayEvents[];
let answer: () => Promise<void>;
let takesLast: boolean;
let waiting: { work: () => void; delayMs: number } | null;
let nowMs: number;
let outbox: PlayOutbox;

beforeEach(() => {
    [sent, sentLast, waiting, nowMs, takesLast] = [[], [], null, 5000, true];
    answer = () => Promise.resolve();
    outbox = new PlayOutbox({
        send: (body) => {
            sent.push(body);
            return answer();
        },
        sendLast: (body) => {
            if (takesLast) sentLast.push(body);
            return takesLast;
        },
        visitId: () => 'visit',
        nowMs: () => nowMs,
        later: (work, delayMs) => {
            const mine = { work, delayMs };
            waiting = mine;
            return () => {
                if (waiting === mine) waiting = null;
            };
        },
    });
});

const report = (changes: Partial<PlayReport> = {}): PlayReport => ({
    playId: 'play',
    trackId: 'track',
    kind: 'start',
    startedAtMs: 5000,
    heardMs: 0,
    ...changes,
});

/** Lets the next delay pass, and what follows from it; gives its length. */
async function pass(): Promise<number | null> {
    const due = waiting;
    waiting = null;
    due?.work();
    await new Promise((resolve) => setTimeout(resolve));
    return due?.delayMs ?? null;
}

describe('the outbox', () => {
    it('sends what comes together in one request, with the time until now', async () => {
        outbox.add(report());
        nowMs = 6200;
        outbox.add(report({ kind: 'skip', heardMs: 1100.4 }));
        expect(await pass()).toBe(1000);
        expect(sent).toEqual([
            {
                visit_id: 'visit',
                events: [
                    { play_id: 'play', track_id: 'track', kind: 'start', elapsed_ms: 1200, heard_ms: 0 },
                    { play_id: 'play', track_id: 'track', kind: 'skip', elapsed_ms: 1200, heard_ms: 1100 },
                ],
            },
        ]);
        expect(outbox.size).toBe(0);
        expect(await pass()).toBeNull();
    });

    it.each([Problem.network(), new Problem('unavailable', 503), new Problem('too_many_requests', 429)])(
        'tries again after %s, later each time, and at once when the connection is back',
        async (problem) => {
            answer = () => Promise.reject(problem);
            outbox.add(report());
            const delays = [];
            for (let attempt = 0; attempt < 7; attempt += 1) delays.push(await pass());
            expect(delays).toEqual([1000, 15_000, 30_000, 60_000, 120_000, 240_000, 240_000]);
            answer = () => Promise.resolve();
            nowMs += 600_000;
            outbox.hurry();
            expect(await pass()).toBe(0);
            expect(sent.at(-1)?.events[0]?.elapsed_ms).toBe(600_000);
            expect(outbox.size).toBe(0);
        },
    );

    it('lets go of what the server will never take', async () => {
        answer = () => Promise.reject(new Problem('validation_failed', 422));
        outbox.add(report());
        await pass();
        expect(outbox.size).toBe(0);
    });

    it('keeps what arrives while it is sending', async () => {
        let finish = () => {};
        answer = () => new Promise((resolve) => (finish = resolve));
        outbox.add(report());
        await pass();
        outbox.add(report({ kind: 'end' }));
        finish();
        await pass();
        expect(outbox.size).toBe(1);
        await pass();
        finish();
        await pass();
        expect(sent.map((body) => body.events.map((event) => event.kind))).toEqual([['start'], ['end']]);
        expect(outbox.size).toBe(0);
    });

    it('sends at most fifty at once and keeps at most two hundred', async () => {
        for (let number = 0; number < 250; number += 1) outbox.add(report({ playId: `${number}` }));
        expect(outbox.size).toBe(200);
        while ((await pass()) !== null);
        expect(sent.map((body) => body.events.length)).toEqual([50, 50, 50, 50]);
        expect(sent[0]?.events[0]?.play_id).toBe('50');
    });

    it('hands everything over when the page goes away', () => {
        for (let number = 0; number < 60; number += 1) outbox.add(report());
        outbox.flushLast();
        expect(sentLast.map((body) => body.events.length)).toEqual([50, 10]);
        expect(outbox.size).toBe(0);
    });

    it('keeps what the browser does not take, in case the page comes back', () => {
        takesLast = false;
        outbox.add(report());
        outbox.flushLast();
        expect(outbox.size).toBe(1);
    });

    it('forgets what is not to be sent', async () => {
        outbox.add(report());
        outbox.clear();
        await pass();
        expect(sent).toEqual([]);
    });
});
