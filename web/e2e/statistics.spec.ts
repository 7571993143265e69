// From the press of play to the creator's chart: what is counted, and what is not.
import type { Page, Request } from '@playwright/test';
import type { PlayEvents } from '../src/api/types';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { recordings } from './support/recordings';
import { expectSound, playing } from './support/sound';
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

async function play(page: Page): Promise<void> {
    await page.getByRole('article').getByRole('button', { name: /^Play/ }).click();
    await expectSound(page);
}

test('a track that a visitor hears is one play in the chart of its creator', async ({ page, place }) => {
    const track = await place.publish(recordings.short);
    const kinds = kindsSent(page);
    await page.goto(`/tracks/${track.id}`);
    await play(page);
    await expect.poll(async () => (await playing(page)).hasEnded, { timeout: 30_000 }).toBe(true);
    await expect.poll(() => kinds).toEqual(['start', 'reached', 'end']);
    expect(place.server.run(['stats', 'rebuild'])).toContain('counted anew');

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

test('a track that is left after half of it is a play, also when the page is closed', async ({ page, place }) => {
    const track = await place.publish(recordings.vorbis);
    const kinds = kindsSent(page);
    await page.goto(`/tracks/${track.id}`);
    await play(page);
    const halfS = (track.duration_ms ?? 0) / 2000;
    await expect.poll(async () => (await playing(page)).currentS, { timeout: 30_000 }).toBeGreaterThan(halfS + 0.5);
    const heardMs = (await playing(page)).currentS * 1000;
    await page.goto('/sign-in');
    expect(kinds).toContain('reached');
    const today = () => {
        place.server.run(['stats', 'rebuild']);
        const days = JSON.parse(place.server.run(['stats', 'show', '--format', 'json'])) as { heard_ms: number }[];
        return days.at(-1);
    };
    // The last event tells what was heard behind the half; browsers do not show it to those who listen to the page.
    await expect.poll(() => today()?.heard_ms).toBeGreaterThan(heardMs - 300);
    expect(today()).toMatchObject({ starts: 1, plays: 1, listeners: 1, completions: 0, skips: 0 });
});

test('nothing is sent for those who do not want to be counted', async ({ page, place }) => {
    const track = await place.publish(recordings.short);
    const kinds = kindsSent(page);
    await page.goto(`/tracks/${track.id}`);
    await play(page);
    await page.getByRole('button', { name: 'Sound settings' }).click();
    const counted = page.getByRole('switch', { name: 'Count my plays' });
    await expect(counted).toHaveAttribute('aria-checked', 'true');
    await counted.click();
    await expect.poll(async () => (await playing(page)).hasEnded, { timeout: 30_000 }).toBe(true);
    await page.reload();
    const before = [...kinds];
    await play(page);
    await expect.poll(async () => (await playing(page)).hasEnded, { timeout: 30_000 }).toBe(true);
    await page.goto('/sign-in');
    expect(before).not.toContain('end');
    expect(kinds).toEqual(before);
});

test('nothing is sent by a browser that asks not to be followed', async ({ page, place }) => {
    const track = await place.publish(recordings.short);
    const kinds = kindsSent(page);
    await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
    await page.goto(`/tracks/${track.id}`);
    await play(page);
    await page.getByRole('button', { name: 'Sound settings' }).click();
    const counted = page.getByRole('switch', { name: 'Count my plays' });
    await expect(counted).toHaveAttribute('aria-checked', 'false');
    await expect(counted).toHaveAccessibleDescription(/nothing is counted/);
    await expect.poll(async () => (await playing(page)).hasEnded, { timeout: 30_000 }).toBe(true);
    await page.goto('/sign-in');
    expect(kinds).toEqual([]);
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
