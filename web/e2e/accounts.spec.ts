// Signing in and out, and what others may not do.
import { admin } from './support/place';
import { recordings } from './support/recordings';
import { expectSound } from './support/sound';
import { expect, test } from './support/test';

test.describe('signing in', () => {
    test.use({ expectedStatuses: [401] });

    test('leads to the page that was asked for, and out again', async ({ page, place }) => {
        expect(place.server.setupToken).not.toBe('');
        await page.goto('/me');
        await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
        await page.getByLabel('Mail address').fill(admin.email);
        await page.getByLabel('Password', { exact: true }).fill('wrong password');
        await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
        await expect(page.getByRole('alert')).toContainText('Address or password is wrong');
        await page.getByLabel('Password', { exact: true }).fill(admin.password);
        await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
        await expect(page).toHaveURL('/me');
        await expect(page.getByRole('banner')).toContainText(admin.display_name);
        await page.reload();
        await expect(page.getByRole('banner')).toContainText(admin.display_name);
        await page.getByRole('button', { name: 'Sign out' }).click();
        await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
        await page.goto('/me');
        await expect(page.getByText('Sign in to see this page.')).toBeVisible();
    });
});

test.describe('signing up', () => {
    test.use({ expectedStatuses: [409] });

    test('makes a second person, who hears the music of the first and cannot change it', async ({ page, place }) => {
        const track = await place.publish(recordings.short);
        await page.goto('/sign-up');
        await page.getByRole('button', { name: 'Create account' }).click();
        await expect(page.getByText('This field is needed.')).toHaveCount(3);
        await page.getByLabel('Name').fill('Ben Needle');
        await page.getByLabel('Mail address').fill(admin.email);
        await page.getByLabel('Password', { exact: true }).fill('short');
        await page.getByRole('button', { name: 'Create account' }).click();
        await expect(page.getByText('A password has at least 8 characters.')).toBeVisible();
        await page.getByLabel('Password', { exact: true }).fill('another calm evening');
        await page.getByRole('button', { name: 'Create account' }).click();
        await expect(page.getByRole('alert')).toContainText('already has an account');
        await page.getByLabel('Mail address').fill('ben@example.org');
        await page.getByRole('button', { name: 'Create account' }).click();
        await expect(page).toHaveURL('/');
        await expect(page.getByRole('banner')).toContainText('Ben Needle');
        await page.getByRole('main').getByRole('link', { name: track.title }).click();
        await page.getByRole('article').getByRole('button', { name: /^Play/ }).click();
        await expectSound(page);
        await expect(page.getByRole('button', { name: /^(Rename|Delete)/ })).toHaveCount(0);
        const refused = await page.request.delete(`/api/v1/tracks/${track.id}`);
        expect([403, 404]).toContain(refused.status());
    });
});
