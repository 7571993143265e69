// The player: sound without gaps, whatever one does to it.
import type { Page } from '@playwright/test';
import type { Track } from '../src/api/types';
import type { Place } from './support/place';
import { recordings } from './support/recordings';
import { expectSound, expectWholeBuffer, playing } from './support/sound';
import { expect, test } from './support/test';

const bar = (page: Page) => page.getByRole('region', { name: 'Player' });
const pageSlider = (page: Page) => page.getByRole('article').getByRole('slider', { name: 'Position' });

async function openAndPlay(page: Page, track: Track): Promise<void> {
    await page.goto(`/tracks/${track.id}`);
    await page.getByRole('article').getByRole('button', { name: /^Play/ }).click();
    await expectSound(page);
}

async function publishTwo(place: Place): Promise<[Track, Track]> {
    return [await place.publish(recordings.first), await place.publish(recordings.second)];
}

test('a press on the waveform seeks, and what is buffered stays one range', async ({ page, place }) => {
    const track = await place.publish(recordings.vorbis);
    await openAndPlay(page, track);
    await expect(pageSlider(page).locator('[data-loaded="true"]')).toBeVisible();
    const box = await pageSlider(page).boundingBox();
    if (!box) throw new Error('the slider has a place on the page');
    await page.mouse.click(box.x + box.width * 0.75, box.y + box.height / 2);
    const soughtS = ((track.duration_ms ?? 0) / 1000) * 0.75;
    await expect.poll(async () => (await playing(page)).currentS).toBeGreaterThan(soughtS - 0.5);
    await expectSound(page);
    await page.mouse.click(box.x + box.width * 0.2, box.y + box.height / 2);
    await expect.poll(async () => (await playing(page)).currentS).toBeLessThan(soughtS - 2);
    await expectSound(page);
    await expectWholeBuffer(page, track.duration_ms ?? 0);
});

test('a seek before the first press of play starts there', async ({ page, place }) => {
    const track = await place.publish(recordings.vorbis);
    await page.goto(`/tracks/${track.id}`);
    const box = await pageSlider(page).boundingBox();
    if (!box) throw new Error('the slider has a place on the page');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expectSound(page);
    expect((await playing(page)).currentS).toBeGreaterThan((track.duration_ms ?? 0) / 2000 - 0.5);
});

test('the lossless switch plays FLAC at the same place, and back', async ({ page, place }) => {
    const track = await place.publish(recordings.flac);
    expect(track.lossless).toBe(true);
    await openAndPlay(page, track);
    await expectWholeBuffer(page, track.duration_ms ?? 0);
    const requested: string[] = [];
    page.on('request', (request) => requested.push(new URL(request.url()).pathname));
    await bar(page).getByRole('button', { name: 'Sound settings' }).click();
    const lossless = page.getByRole('switch', { name: 'Lossless' });
    const beforeS = (await playing(page)).currentS;
    await lossless.click();
    await expect(lossless).toHaveAttribute('aria-checked', 'true');
    await expect.poll(() => requested).toContain(track.playback?.lossless_hls_url);
    await expectSound(page);
    expect((await playing(page)).currentS).toBeGreaterThan(beforeS - 0.3);
    await expectWholeBuffer(page, track.duration_ms ?? 0);
    await lossless.click();
    await expectSound(page);
    await expectWholeBuffer(page, track.duration_ms ?? 0);
});

test('a reload brings back the track, its place and the settings, silently', async ({ page, place }) => {
    const [first] = await publishTwo(place);
    await openAndPlay(page, first);
    await pageSlider(page).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await playing(page)).currentS).toBeGreaterThan(5);
    await bar(page).getByRole('button', { name: 'Pause' }).click();
    await bar(page).getByRole('slider', { name: 'Volume' }).fill('30');
    await page.goto('/');
    await page.reload();
    await expect(bar(page).getByRole('link', { name: first.title })).toBeVisible();
    await expect(bar(page).getByText('0:05')).toBeVisible();
    await expect(bar(page).getByRole('slider', { name: 'Volume' })).toHaveValue('30');
    expect(await soundingElements(page)).toBe(0);
    await bar(page).getByRole('button', { name: 'Play' }).click();
    await expectSound(page);
    expect((await playing(page)).currentS).toBeGreaterThan(5);
});

test('a release is played to its end, one track behind the other', async ({ page, place }) => {
    const [first, second] = await publishTwo(place);
    await page.goto('/');
    await page
        .getByRole('link', { name: /Two Endings/ })
        .first()
        .click();
    await page.getByRole('button', { name: 'Play Two Endings' }).click();
    await expect(bar(page).getByRole('link', { name: first.title })).toBeVisible();
    await expectSound(page);
    await expect(bar(page).getByRole('link', { name: second.title })).toBeVisible({ timeout: 20_000 });
    await expectSound(page);
    await bar(page).getByRole('button', { name: 'Queue', exact: true }).click();
    const queue = page.getByRole('region', { name: 'Queue' });
    await expect(queue.getByRole('listitem')).toHaveCount(2);
    await queue.getByRole('button', { name: new RegExp(`^${first.title}`) }).click();
    await expect(bar(page).getByRole('link', { name: first.title })).toBeVisible();
    await queue.getByRole('button', { name: `Take ${second.title} out` }).click();
    await expect(queue.getByRole('listitem')).toHaveCount(1);
    await expect(bar(page).getByRole('button', { name: 'Next track' })).toBeDisabled();
});

test('the music goes on while one walks through the pages', async ({ page, place }) => {
    await place.signIn(page.context());
    const track = await place.publish(recordings.vorbis);
    await openAndPlay(page, track);
    for (const link of ['My music', 'Upload', 'Sillon: Home']) {
        await page.getByRole('banner').getByRole('link', { name: link, exact: true }).click();
        const { currentS, isPaused } = await playing(page);
        expect(isPaused).toBe(false);
        await expect.poll(async () => (await playing(page)).currentS).toBeGreaterThan(currentS);
    }
});

test('the player needs no mouse', async ({ page, place }) => {
    const track = await place.publish(recordings.vorbis);
    await page.goto(`/tracks/${track.id}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('article').getByRole('button', { name: /^Play/ }));
    await page.keyboard.press('Enter');
    await expectSound(page);
    await tabTo(page, pageSlider(page));
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await playing(page)).currentS).toBeGreaterThan(5);
    await page.keyboard.press('Home');
    await expect.poll(async () => (await playing(page)).currentS).toBeLessThan(4);
    await tabTo(page, bar(page).getByRole('button', { name: 'Pause' }));
    await page.keyboard.press('Space');
    await expect.poll(async () => (await playing(page)).isPaused).toBe(true);
    await tabTo(page, bar(page).getByRole('button', { name: 'Mute' }));
    await page.keyboard.press('Enter');
    await expect(bar(page).getByRole('button', { name: 'Unmute' })).toBeFocused();
    await tabTo(page, bar(page).getByRole('button', { name: 'Sound settings' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('switch', { name: 'Even loudness' }));
    await page.keyboard.press('Space');
    await expect(page.getByRole('switch', { name: 'Even loudness' })).toHaveAttribute('aria-checked', 'false');
    await page.keyboard.press('Escape');
    await expect(bar(page).getByRole('button', { name: 'Sound settings' })).toBeFocused();
});

test('even loudness changes how loud a recording is heard, and can be switched off', async ({ page, place }) => {
    const track = await place.publish(recordings.first);
    const wantedDb = -14 - (track.loudness_lufs ?? NaN);
    const headroomDb = Math.max(0, -1 - (track.true_peak_dbtp ?? NaN));
    const gainDb = Math.min(wantedDb, headroomDb);
    expect(Math.abs(gainDb)).toBeGreaterThan(0.2);
    await openAndPlay(page, track);
    const levelled = (await playing(page)).volume;
    await bar(page).getByRole('button', { name: 'Sound settings' }).click();
    await page.getByRole('switch', { name: 'Even loudness' }).click();
    const plain = (await playing(page)).volume;
    expect(20 * Math.log10(levelled / plain)).toBeCloseTo(gainDb, 1);
});

test.describe('when a recording is gone', () => {
    test.use({ expectedStatuses: [404] });

    test('the player says so and plays it when it is back', async ({ page, place }) => {
        const track = await place.publish(recordings.short);
        await page.route('**/s/public/**/*.m3u8', (route) => route.fulfill({ status: 404 }));
        await page.goto(`/tracks/${track.id}`);
        await page.getByRole('article').getByRole('button', { name: /^Play/ }).click();
        await expect(bar(page)).toContainText('This track is not here any more');
        await page.unroute('**/s/public/**/*.m3u8');
        await bar(page).getByRole('button', { name: 'Try again' }).click();
        await expectSound(page);
        await expect(bar(page)).not.toContainText('not here any more');
    });
});

test.describe('when the server is restarted', () => {
    test.use({ expectedStatuses: [0] });

    test('what is buffered plays on, and the rest follows without a gap', async ({ page, place }) => {
        const track = await place.publish(recordings.vorbis);
        let served = 0;
        // Only the first segment arrives before the server goes away.
        await page.route('**/*.m4s', (route) => (served++ === 0 ? route.continue() : route.abort('connectionrefused')));
        await openAndPlay(page, track);
        await expect(bar(page)).toContainText('The connection is gone');
        const exitCode = await place.server.restart(async () => {
            const { currentS } = await playing(page);
            await expect.poll(async () => (await playing(page)).currentS).toBeGreaterThan(currentS);
        });
        expect(exitCode).toBe(0);
        await page.unroute('**/*.m4s');
        await expectWholeBuffer(page, track.duration_ms ?? 0);
        await expect(bar(page)).not.toContainText('The connection is gone');
        await expectSound(page);
    });
});

/** How many audio elements play. */
function soundingElements(page: Page): Promise<number> {
    return page
        .locator('audio')
        .evaluateAll((elements) => elements.filter((element) => !(element as HTMLAudioElement).paused).length);
}

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, target: ReturnType<Page['locator']>): Promise<void> {
    for (let presses = 0; presses < 30; presses += 1) {
        await page.keyboard.press('Tab');
        if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    await expect(target).toBeFocused();
}
