// Every page: for everyone, in both themes, in both languages.
import type { Page } from '@playwright/test';
import type { Release } from '../src/api/types';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { recordings } from './support/recordings';
import { expectSound } from './support/sound';
import { expect, test } from './support/test';

async function check(page: Page, path: string): Promise<void> {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText('Loading');
    await expectAccessible(page, path);
    await expectNoSidewaysScroll(page, path);
}

test('the pages of a new place are accessible and fit a telephone', async ({ page, server }) => {
    for (const path of ['/', `/setup#token=${server.setupToken}`, '/sign-in', '/sign-up', '/me', '/nowhere'])
        await check(page, path);
});

test('the pages of a place with music are accessible and fit a telephone', async ({ page, place }) => {
    await place.publish(recordings.first);
    const track = await place.publish(recordings.short);
    const { items } = (await (await page.request.get('/api/v1/releases')).json()) as { items: Release[] };
    const release = items.find(({ title }) => title === 'Two Endings');
    for (const path of ['/', `/tracks/${track.id}`, `/releases/${release?.id}`, '/setup']) await check(page, path);

    await place.signIn(page.context());
    for (const path of ['/', '/upload', '/me', `/tracks/${track.id}`]) await check(page, path);

    await page.getByRole('button', { name: `Delete ${track.title}` }).click();
    await expectAccessible(page, 'the dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `Rename ${track.title}` }).click();
    await expectAccessible(page, 'the form for a new title');
    await page.keyboard.press('Escape');
    await page.getByRole('article').getByRole('button', { name: /^Play/ }).click();
    await expectSound(page);
    for (const panel of ['Sound settings', 'Queue']) {
        await page.getByRole('button', { name: panel, exact: true }).click();
        await expectAccessible(page, panel);
        await expectNoSidewaysScroll(page, panel);
    }
});

test('a walk to another page begins at its top, with its title', async ({ page, place }) => {
    const track = await place.publish(recordings.short);
    await page.goto('/');
    await page.getByRole('main').getByRole('link', { name: track.title }).click();
    await expect(page).toHaveTitle(new RegExp(track.title));
    await expect(page.getByRole('main')).toBeFocused();
    await page.goBack();
    await expect(page).toHaveURL('/');
    await expect(page.getByRole('heading', { name: 'Newest tracks' })).toBeVisible();
});

test.describe('in French', () => {
    test.use({ locale: 'fr-FR' });

    test('the page speaks French, until another language is chosen', async ({ page, place }) => {
        await place.publish(recordings.short);
        await page.goto('/');
        await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
        await expect(page.getByRole('heading', { name: 'Derniers morceaux' })).toBeVisible();
        await expect(page.getByRole('banner')).toContainText('Se connecter');
        await expectNoSidewaysScroll(page, 'the home page in French');
        await page.getByRole('button', { name: 'English' }).click();
        await expect(page.getByRole('heading', { name: 'Newest tracks' })).toBeVisible();
        await page.reload();
        await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    });
});
