// From the press of play to the creator's chart: what is counted, and what is not.
import type { Page, Request } from '@playwright/test';
import type { PlayEvents } from '../src/api/types';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import type { Place } from './support/place';
import { recordings } from './support/recordings';
import { playing } from './support/sound';
import { expect, test } from './support/test';

/** The kinds of event that the page has sent, in order, whichever way. */
function kindsSent(page: Page): string[] {
    const kinds: string[] = [];
    page.on('request', (request: Request) => {
        if (new URL(request.url()).pathname !== '/api/v1/plays') return;
        const body = JSON.parse(request.postData() ?? '{"events":[]}') as PlayEvents;
        kinds.push(...body.events.map((event) => event.kind));
    });
    return kinds;
}

/** Presses play and waits until the track goes on. That there is sound is shown by the tests of the player. */
async function play(page: Page): Promise<void> {
    await page.getByRole('article').getByRole('button', { name: /^Play/ }).click();
    await expect.poll(async () => (await playing(page)).currentS, { timeout: 30_000 }).toBeGreaterThan(0);
}

async function playToEnd(page: Page): Promise<void> {
    await play(page);
    await expect.poll(async () => (await playing(page)).hasEnded, { timeout: 30_000 }).toBe(true);
}

/** The instance's numbers of today, counted now. */
function numbersOfToday(place: Place): unknown {
    place.server.run(['stats', 'rebuild']);
    return (JSON.parse(place.server.run(['stats', 'show', '--format', 'json'])) as unknown[]).at(-1);
}

test('a track that a visitor hears is one play in the chart of its creator', async ({ page, place }) => {
    const track = await place.publish(recordings.short);
    const kinds = kindsSent(page);
    await page.goto(`/tracks/${track.id}`);
    await playToEnd(page);
    await expect.poll(() => kinds).toEqual(['start', 'reached', 'end']);
    expect(numbersOfToday(place)).toMatchObject({ starts: 1, plays: 1, listeners: 1, completions: 1, skips: 0 });

    await place.signIn(page.context());
    await page.goto('/me');
    await page.getByRole('main').getByRole('link', { name: 'Statistics' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Statistics' })).toBeVisible();
    const chart = page.getByRole('img', { name: 'Plays and listeners by day' });
    await expect(chart).toHaveAccessibleDescription(/1 plays in all/);
    await expect(chart.locator('rect.bar')).toHaveCount(30);
    const row = page.getByRole('row', { name: new RegExp(track.title) });
    await expect(row.getByRole('cell')).toHaveText(['1', '1', '1', '0', '0 min']);
    await expectAccessible(page, 'the statistics');
    await expectNoSidewaysScroll(page, 'the statistics');

    await page.getByText('The same as a table').click();
    await expect(page.getByRole('table').first().getByRole('row').nth(1).getByRole('cell').first()).toHaveText('1');
    await expectAccessible(page, 'the statistics with their table');
    await page.getByLabel('Period').selectOption({ label: 'The last 7 days' });
    await expect(chart.locator('rect.bar')).toHaveCount(7);
    await row.getByRole('button', { name: track.title }).click();
    await expect(page.getByLabel('Track', { exact: true })).toHaveValue(track.id);
    await expect(chart.locator('rect.bar')).toHaveCount(7);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/^statistics_.*\.csv$/);
});

test('what was heard is reported when the page is left in the middle', async ({ page, place }) => {
    const track = await place.publish(recordings.long);
    await page.goto(`/tracks/${track.id}`);
    await play(page);
    await expect.poll(async () => (await playing(page)).currentS, { timeout: 30_000 }).toBeGreaterThan(2);
    // Too early to count, and on the way out of the page: only the browser's beacon can tell of it.
    await page.goto('/sign-in');
    await expect.poll(() => numbersOfToday(place)).toMatchObject({ starts: 1, plays: 0, listeners: 0, skips: 1 });
});

test('nothing is sent for those who do not want to be counted', async ({ page, place }) => {
    const track = await place.publish(recordings.short);
    const kinds = kindsSent(page);
    await page.goto('/');
    await page.getByRole('button', { name: `Put ${track.title} into the queue` }).click();
    await page.getByRole('button', { name: 'Sound settings' }).click();
    const counted = page.getByRole('switch', { name: 'Count my plays' });
    await expect(counted).toHaveAttribute('aria-checked', 'true');
    await counted.click();
    await expect(counted).toHaveAttribute('aria-checked', 'false');
    // It is remembered.
    await page.goto(`/tracks/${track.id}`);
    await playToEnd(page);
    await page.goto('/sign-in');
    expect(kinds).toEqual([]);
    expect(numbersOfToday(place)).toMatchObject({ starts: 0 });
});

test('nothing is sent by a browser that asks not to be followed', async ({ page, place }) => {
    const track = await place.publish(recordings.short);
    const kinds = kindsSent(page);
    await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
    await page.goto(`/tracks/${track.id}`);
    await playToEnd(page);
    await page.getByRole('button', { name: 'Sound settings' }).click();
    const counted = page.getByRole('switch', { name: 'Count my plays' });
    await expect(counted).toHaveAttribute('aria-checked', 'false');
    await expect(counted).toHaveAccessibleDescription(/nothing is counted/);
    await page.goto('/sign-in');
    expect(kinds).toEqual([]);
    expect(numbersOfToday(place)).toMatchObject({ starts: 0 });
});

test('a creator without listeners is told so kindly', async ({ page, place }) => {
    await page.goto('/me/statistics');
    await expect(page.getByText('Sign in to see this page.')).toBeVisible();
    await place.signIn(page.context());
    await page.goto('/me/statistics');
    await expect(page.getByRole('heading', { name: 'Quiet so far' })).toBeVisible();
    await expectAccessible(page, 'statistics without plays');
    await expectNoSidewaysScroll(page, 'statistics without plays');
});
