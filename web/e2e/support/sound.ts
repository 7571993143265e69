// Whether sound comes out, and what is buffered: asked of the audio element that is heard.
import { expect, type Page } from '@playwright/test';

const element = 'audio[data-deck="active"]';

export interface Playing {
    currentS: number;
    durationS: number;
    isPaused: boolean;
    hasEnded: boolean;
    volume: number;
    ranges: [number, number][];
}

export function playing(page: Page): Promise<Playing> {
    return page.locator(element).evaluate((node) => {
        const audio = node as HTMLAudioElement;
        const ranges = Array.from({ length: audio.buffered.length }, (_, index): [number, number] => [
            audio.buffered.start(index),
            audio.buffered.end(index),
        ]);
        const { currentTime: currentS, duration: durationS, paused: isPaused, ended: hasEnded, volume } = audio;
        return { currentS, durationS, isPaused, hasEnded, volume, ranges };
    });
}

/** Loudest sample (0 to 1) that comes out of the element within the time given; it returns as soon as there is sound. */
async function loudestSample(page: Page, withinMs: number): Promise<number> {
    return page.locator(element).evaluate(async (node, limitMs) => {
        const audio = node as HTMLAudioElement & { captureStream(): MediaStream };
        const context = new AudioContext();
        await context.resume();
        const analyser = context.createAnalyser();
        // The stream has a track only once the element has sound to give, and gets another when its source changes: a
        // track that was there before ends then, and gives silence.
        const stream = audio.captureStream();
        const listenTo = (track: MediaStreamTrack) =>
            context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        const listenToNext = ({ track }: MediaStreamTrackEvent) => listenTo(track);
        stream.addEventListener('addtrack', listenToNext);
        stream.getAudioTracks().forEach(listenTo);
        const samples = new Float32Array(analyser.fftSize);
        const endMs = performance.now() + limitMs;
        let loudest = 0;
        while (loudest < 0.01 && performance.now() < endMs) {
            await new Promise((resolve) => requestAnimationFrame(resolve));
            analyser.getFloatTimeDomainData(samples);
            loudest = samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), loudest);
        }
        stream.removeEventListener('addtrack', listenToNext);
        await context.close();
        return loudest;
    }, withinMs);
}

/** Time goes on and there is energy in what is heard. */
export async function expectSound(page: Page): Promise<void> {
    const startS = (await playing(page)).currentS;
    expect(await loudestSample(page, 10_000), 'sound comes out').toBeGreaterThan(0.01);
    await expect.poll(async () => (await playing(page)).currentS).toBeGreaterThan(startS);
}

/** One range without a gap, from the first to the last sample. */
export async function expectWholeBuffer(page: Page, durationMs: number): Promise<void> {
    const durationS = durationMs / 1000;
    await expect
        .poll(async () => (await playing(page)).ranges.at(-1)?.[1] ?? 0, { timeout: 20_000 })
        .toBeGreaterThan(durationS - 0.1);
    const { ranges } = await playing(page);
    expect(ranges, 'one range').toHaveLength(1);
    expect(ranges[0]?.[0]).toBeLessThan(0.1);
}
