// What is sent, what is refused, and what the owner does with it afterwards.
import { readFileSync } from 'node:fs';
import { recordings } from './support/recordings';
import { expect, test } from './support/test';

test.describe('a file that is refused', () => {
    test.use({ expectedStatuses: [413, 422] });

    test('says why, and the server goes on', async ({ page, place }) => {
        await place.signIn(page.context());
        await page.goto('/upload');
        await page.getByLabel('Choose files').setInputFiles([recordings.notAudio, recordings.empty, recordings.short]);
        const rowOf = (name: string) => page.getByRole('listitem').filter({ hasText: name });
        await expect(rowOf('nothing.wav').getByRole('alert')).toContainText('This file is empty');
        await expect(page.getByText('This is not a recording that Sillon can read')).toBeVisible();
        await expect(page.locator('li[data-state="published"]')).toHaveCount(1, { timeout: 60_000 });
        await rowOf('nothing.wav')
            .getByRole('button', { name: /^Remove/ })
            .click();
        await expect(rowOf('nothing.wav')).toHaveCount(0);
        expect(await place.uploadStatus('nothing.wav', Buffer.alloc(0))).toBe(422);
    });

    test.describe('because it is too large', () => {
        test.use({ settings: { SILLON_UPLOAD_MAX_BYTES: '100000' } });

        test('is not sent by the page, and not taken by the server', async ({ page, place }) => {
            await place.signIn(page.context());
            await page.goto('/upload');
            await expect(page.getByText('Up to 100 kB a file')).toBeVisible();
            await page.getByLabel('Choose files').setInputFiles([recordings.vorbis, recordings.short]);
            await expect(page.getByRole('alert')).toContainText('at most 100 kB are taken here');
            await expect(page.locator('li[data-state="published"]')).toHaveCount(1, { timeout: 60_000 });
            expect(await place.uploadStatus('large.ogg', readFileSync(recordings.vorbis))).toBe(413);
            expect((await page.request.get('/api/v1/instance')).status()).toBe(200);
        });
    });
});

test('files can be dropped, and an upload can be cancelled', async ({ page, place }) => {
    await place.signIn(page.context());
    // The first upload hangs until it is cancelled.
    await page.route('**/api/v1/uploads?file_name=hangs.ogg', () => undefined);
    await page.goto('/upload');
    const bytes = [...readFileSync(recordings.short)];
    const dropped = await page.evaluateHandle((content) => {
        const transfer = new DataTransfer();
        for (const name of ['hangs.ogg', 'dropped.ogg']) transfer.items.add(new File([new Uint8Array(content)], name));
        return transfer;
    }, bytes);
    await page.getByText('Drop recordings here').dispatchEvent('drop', { dataTransfer: dropped });
    await expect(page.locator('li[data-state="published"]')).toHaveCount(1, { timeout: 60_000 });
    await expect(page.getByRole('progressbar', { name: 'Sending hangs.ogg' })).toBeVisible();
    await page.getByRole('button', { name: 'Cancel the upload of hangs.ogg' }).click();
    await expect(page.getByText('hangs.ogg')).toHaveCount(0);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('a track is renamed', async ({ page, place }) => {
    await place.signIn(page.context());
    const track = await place.publish(recordings.short);
    await page.goto(`/tracks/${track.id}`);
    await page.getByRole('button', { name: `Rename ${track.title}` }).click();
    const field = page.getByLabel('Title');
    await field.fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('This field is needed.')).toBeVisible();
    await field.fill('Évening “Glow” <3');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Évening “Glow” <3');
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Évening “Glow” <3');
});

test.describe('a track that is deleted', () => {
    test.use({ expectedStatuses: [404] });

    test('is gone everywhere, once it was confirmed', async ({ page, place }) => {
        await place.signIn(page.context());
        const track = await place.publish(recordings.short);
        await page.goto(`/tracks/${track.id}`);
        await page.getByRole('article').getByRole('button', { name: /^Play/ }).click();
        await expect(page.getByRole('region', { name: 'Player' })).toBeVisible();
        await page.getByRole('button', { name: `Delete ${track.title}` }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(track.title);
        await page.getByRole('button', { name: `Delete ${track.title}` }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
        await expect(page).toHaveURL('/me');
        await expect(page.getByText('Nothing here yet')).toBeVisible();
        await expect(page.getByRole('region', { name: 'Player' })).toHaveCount(0);
        await page.goto(`/tracks/${track.id}`);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here');
        await page.goto('/');
        await expect(page.getByText('The first groove is not cut yet')).toBeVisible();
    });
});
