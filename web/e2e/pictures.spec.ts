// Pictures: chosen, framed, sent, shown, replaced, removed, refused.
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { blue, png, red } from './support/pictures';
import { recordings } from './support/recordings';
import { expect, test } from './support/test';

const chooser = 'Choose a picture';

function file(name: string, buffer: Buffer) {
    return { name, mimeType: 'image/png', buffer };
}

/** The colour in the middle of the loaded picture, as the browser shows it. */
async function colourOf(page: Page, selector: string): Promise<number[]> {
    await expect
        .poll(() => page.locator(selector).evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth))
        .toBeGreaterThan(0);
    return page.locator(selector).evaluate((image: HTMLImageElement) => {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 1;
        const context = canvas.getContext('2d');
        context?.drawImage(image, 0, 0, 1, 1);
        return [...(context?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
    });
}

function expectNear(found: number[], wanted: readonly number[]) {
    found.forEach((value, channel) => expect(Math.abs(value - (wanted[channel] ?? 0))).toBeLessThan(16));
}

test('an avatar is chosen, shown, and removed', async ({ page, place }) => {
    await place.signIn(page.context());
    await page.goto('/account');
    await page.getByRole('button', { name: 'Change picture' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your picture' });
    await dialog.getByLabel(chooser).setInputFiles(file('me.png', png(600, 600, red)));
    await expect(dialog.getByRole('img', { name: 'Preview' })).toBeVisible();
    await expect(dialog.getByLabel('Part that is shown')).toHaveCount(0);
    await expectAccessible(page, 'the dialog of a picture');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toHaveCount(0, { timeout: 30_000 });
    await expect(page.getByRole('button', { name: 'Change picture' })).toBeFocused();
    expectNear(await colourOf(page, 'header .face img'), red);
    await page.reload();
    expectNear(await colourOf(page, 'header .face img'), red);
    // The smallest, or a larger one that the browser has from the page itself.
    expect(await page.locator('header .face img').evaluate((image: HTMLImageElement) => image.currentSrc)).toMatch(
        /\/(96|256)\.webp$/,
    );
    await page.getByRole('button', { name: 'Change picture' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.locator('header .face img')).toHaveCount(0);
});

test('the artwork of a track is framed as its creator wants, replaced, and shown everywhere', async ({
    page,
    place,
}) => {
    await place.signIn(page.context());
    const track = await place.publish(recordings.short);
    await page.goto(`/tracks/${track.id}`);
    for (const [end, colour] of [
        ['Home', red],
        ['End', blue],
    ] as const) {
        await page.getByRole('button', { name: `Artwork of ${track.title}` }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel(chooser).setInputFiles(file('wide.png', png(1600, 800, red, blue)));
        await dialog.getByLabel('Part that is shown').press(end);
        await dialog.getByRole('button', { name: 'Save' }).click();
        await expect(dialog).toHaveCount(0, { timeout: 30_000 });
        expectNear(await colourOf(page, '.sleeve img'), colour);
    }
    await page.goto('/');
    expectNear(await colourOf(page, 'main li img'), blue);
});

test('a placeholder stands in until the picture is there, and nothing moves', async ({ page, place }) => {
    await place.signIn(page.context());
    const track = await place.publish(recordings.short);
    await place.putPicture(`/api/v1/tracks/${track.id}/artwork`, png(1200, 1200, blue));
    let release: () => void = () => undefined;
    const held = new Promise<void>((go) => (release = go));
    await page.route('**/api/v1/pictures/**', async (route) => {
        await held;
        await route.continue();
    });
    await page.goto(`/tracks/${track.id}`);
    const canvas = page.locator('.sleeve canvas');
    await expect(canvas).toBeVisible();
    const before = await page.locator('.sleeve').boundingBox();
    const drawn = await canvas.evaluate((element: HTMLCanvasElement) => [
        ...(element.getContext('2d')?.getImageData(16, 16, 1, 1).data ?? []),
    ]);
    expectNear(drawn.slice(0, 3), blue);
    release();
    await expect(canvas).toHaveCount(0);
    expectNear(await colourOf(page, '.sleeve img'), blue);
    expect(await page.locator('.sleeve').boundingBox()).toEqual(before);
});

test.describe('a picture that is refused', () => {
    test.use({ expectedStatuses: [415] });

    test('says why, and what was shown stays', async ({ page, place }) => {
        await place.signIn(page.context());
        await place.putPicture('/api/v1/accounts/me/avatar', png(300, 300, red));
        await page.goto('/account');
        await page.getByRole('button', { name: 'Change picture' }).click();
        const dialog = page.getByRole('dialog');
        const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>');
        await dialog.getByLabel(chooser).setInputFiles(file('drawing.png', drawing));
        await expect(dialog.getByRole('alert')).toContainText('Your browser cannot read this file');
        await dialog.getByRole('button', { name: 'Save' }).click();
        await expect(dialog.getByText('This is not a picture that Sillon can read')).toBeVisible();
        await dialog.getByLabel(chooser).setInputFiles(file('huge.png', Buffer.alloc(21 * 1024 * 1024)));
        await expect(dialog.getByRole('alert')).toContainText('more than 20 MB');
        await dialog.getByRole('button', { name: 'Close' }).click();
        expectNear(await colourOf(page, 'header .face img'), red);
    });
});

test.describe('in French', () => {
    test.use({ locale: 'fr-FR' });

    test('the dialog fits and is accessible', async ({ page, place }) => {
        await place.signIn(page.context());
        await page.goto('/account');
        await page.getByRole('button', { name: 'Changer d’image' }).click();
        const dialog = page.getByRole('dialog', { name: 'Votre image' });
        await dialog.getByLabel('Choisir une image').setInputFiles(file('wide.png', png(900, 500, red, blue)));
        await expect(dialog.getByLabel('Partie affichée')).toBeVisible();
        await expectAccessible(page, 'the dialog in French');
        await expectNoSidewaysScroll(page, 'the dialog in French');
    });
});
