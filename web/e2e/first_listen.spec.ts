// From an empty server to music in someone's ears.
import type { Track } from '../src/api/types';
import { admin } from './support/place';
import { recordings } from './support/recordings';
import { expectSound, expectWholeBuffer, playing } from './support/sound';
import { expect, test } from './support/test';

test.setTimeout(240_000);

test('the first listen', async ({ page, server }) => {
    await test.step('the link of the server opens the set-up, and its token leaves the address', async () => {
        await page.goto(`/setup#token=${server.setupToken}`);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to your Sillon');
        await expect(page.getByLabel('Set-up token')).toHaveValue(server.setupToken);
        expect(page.url()).toBe(`${server.url}/setup`);
    });

    await test.step('the first account is made', async () => {
        await page.getByLabel('Name').fill(admin.display_name);
        await page.getByLabel('Mail address').fill(admin.email);
        await page.getByLabel('Password', { exact: true }).fill(admin.password);
        await page.getByRole('button', { name: 'Open this place' }).click();
        await expect(page).toHaveURL('/upload');
    });

    const files = [
        recordings.vorbis,
        recordings.flac,
        recordings.mp3,
        recordings.wav,
        recordings.m4a,
        recordings.short,
    ];
    await test.step('every format is taken and published', async () => {
        await page.getByLabel('Choose files').setInputFiles(files);
        const published = page.locator('li[data-state="published"]');
        await expect(published).toHaveCount(files.length, { timeout: 120_000 });
        await expect(page.locator('li[data-state="failed"]')).toHaveCount(0);
    });

    const answer = await page.request.get('/api/v1/accounts/me/tracks');
    const tracks = ((await answer.json()) as { items: Track[] }).items;
    expect(tracks).toHaveLength(files.length);
    for (const track of tracks) {
        await test.step(`${track.title} is heard without a gap`, async () => {
            await page.goto(`/tracks/${track.id}`);
            const article = page.getByRole('article');
            await expect(article.getByRole('heading', { level: 1 })).toHaveText(track.title);
            await article.getByRole('button', { name: /^Play/ }).click();
            await expectSound(page);
            await expectWholeBuffer(page, track.duration_ms ?? 0);
        });
    }

    await test.step('the short one is played to its end', async () => {
        const shortest = tracks.reduce((one, other) =>
            (one.duration_ms ?? 0) < (other.duration_ms ?? 0) ? one : other,
        );
        await page.goto(`/tracks/${shortest.id}`);
        await page.getByRole('article').getByRole('button', { name: /^Play/ }).click();
        await expect.poll(async () => (await playing(page)).hasEnded, { timeout: 30_000 }).toBe(true);
        await expect(page.getByRole('region', { name: 'Player' })).toHaveAttribute('data-playing', 'false');
    });
});

test.describe('refusals', () => {
    test.use({ expectedStatuses: [403] });

    test('a wrong token is refused with words that help', async ({ page, server }) => {
        expect(server.setupToken).not.toBe('');
        await page.goto('/');
        await page.getByRole('link', { name: 'Set it up' }).click();
        await page.getByLabel('Set-up token').fill('not-the-token');
        await page.getByLabel('Name').fill(admin.display_name);
        await page.getByLabel('Mail address').fill(admin.email);
        await page.getByLabel('Password', { exact: true }).fill(admin.password);
        await page.getByRole('button', { name: 'Open this place' }).click();
        await expect(page.getByRole('alert')).toContainText('not the token that the server printed');
    });
});
