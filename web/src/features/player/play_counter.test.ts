import { beforeEach, describe, expect, it } from 'vitest';
import { trackOf } from '../../testing/tracks';
import { asksNotToBeCounted } from './counting_choice';
import { ListeningMeter } from './listening_meter';
import { PlayCounter } from './play_counter';
import type { PlayReport } from './play_outbox';

let reports: PlayReport[];
let nowMs: number;
let mayCount: boolean;
let counter: PlayCounter;

beforeEach(() => {
    reports = [];
    nowMs = 1000;
    mayCount = true;
    let plays = 0;
    counter = new PlayCounter({
        report: (report) => reports.push(report),
        mayCount: () => mayCount,
        nowMs: () => nowMs,
        newId: () => `play ${++plays}`,
    });
});

const long = trackOf('long', { duration_ms: 200_000 });
const short = trackOf('short', { duration_ms: 5001 });
const said = () => reports.map(({ kind, playId, heardMs }) => `${playId} ${kind} ${heardMs}`);

/** Time goes by while the track is heard; the player tells four times a second. */
function hear(track: typeof long, forMs: number): void {
    counter.sound(track);
    for (let left = forMs; left > 0; left -= 250) {
        nowMs += Math.min(left, 250);
        counter.sound(track);
    }
}

function wait(forMs: number): void {
    counter.silence();
    nowMs += forMs;
}

describe('the counter', () => {
    it('tells of the start, of the thirtieth second and of the end', () => {
        hear(long, 200_000);
        counter.end();
        expect(said()).toEqual(['play 1 start 0', 'play 1 reached 30000', 'play 1 end 200000']);
        expect(reports.every(({ startedAtMs, trackId }) => startedAtMs === 1000 && trackId === 'long')).toBe(true);
    });

    it('tells of half a short track', () => {
        hear(short, 2500);
        expect(said()).toEqual(['play 1 start 0']);
        hear(short, 1);
        expect(said()).toEqual(['play 1 start 0', 'play 1 reached 2501']);
    });

    it('hears nothing in pauses and while it waits for data', () => {
        hear(long, 20_000);
        wait(3_600_000);
        hear(long, 9999);
        expect(said()).toHaveLength(1);
        wait(10_000);
        hear(long, 1);
        expect(said()).toEqual(['play 1 start 0', 'play 1 reached 30000']);
    });

    it('hears nothing while the machine sleeps', () => {
        hear(long, 10_000);
        nowMs += 8 * 3_600_000;
        counter.sound(long);
        counter.leave();
        expect(said()).toEqual(['play 1 start 0', 'play 1 skip 15000']);
    });

    it('takes another track, and the same one again, for another play', () => {
        hear(long, 1000);
        hear(short, 5001);
        counter.end();
        hear(short, 500);
        counter.leave();
        counter.leave();
        expect(said()).toEqual([
            'play 1 start 0',
            'play 1 skip 1000',
            'play 2 start 0',
            'play 2 reached 2750',
            'play 2 end 5001',
            'play 3 start 0',
            'play 3 skip 500',
        ]);
    });

    it('goes on with the play when the page comes back', () => {
        hear(long, 4000);
        counter.leavePage();
        nowMs += 60_000;
        hear(long, 30_000);
        expect(said()).toEqual(['play 1 start 0', 'play 1 skip 4000', 'play 1 reached 30000']);
    });

    it('says nothing of those who do not want to be counted', () => {
        mayCount = false;
        hear(long, 40_000);
        counter.end();
        expect(reports).toEqual([]);
    });

    it('stops in the middle when someone does not want to be counted any more', () => {
        hear(long, 10_000);
        mayCount = false;
        hear(long, 40_000);
        counter.leave();
        counter.leavePage();
        expect(said()).toEqual(['play 1 start 0']);
        mayCount = true;
        hear(long, 1000);
        expect(said()).toEqual(['play 1 start 0', 'play 2 start 0']);
    });

    it('counts a track of unknown length after thirty seconds', () => {
        hear(trackOf('endless', { duration_ms: null }), 30_000);
        expect(said()).toEqual(['play 1 start 0', 'play 1 reached 30000']);
    });
});

describe('the meter', () => {
    it('adds up time with sound, whatever the clock does', () => {
        const meter = new ListeningMeter();
        for (const at of [0, 250, 500, 400, 650]) meter.sound(at);
        meter.silence(700);
        meter.silence(5000);
        meter.sound(6000);
        expect(meter.heardMs).toBe(500 + 250 + 50);
    });
});

describe('a browser', () => {
    it.each([
        [{ globalPrivacyControl: true }, true],
        [{ doNotTrack: '1' }, true],
        [{ doNotTrack: '0', globalPrivacyControl: false }, false],
        [{ doNotTrack: null }, false],
        [{}, false],
    ])('%j asks not to be counted: %s', (browser, asks) => {
        expect(asksNotToBeCounted(browser)).toBe(asks);
    });
});
