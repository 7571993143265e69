// What those who run the instance do: people and roles, roles of their own, the audit log.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import type { Place } from './support/place';
import { expect, test } from './support/test';

const ben = { email: 'ben@example.org', display_name: 'Ben Needle', password: 'another calm evening' };

async function withBen(page: Page, place: Place): Promise<void> {
    const answer = await page.request.post('/api/v1/accounts', { data: ben });
    expect(answer.status(), await answer.text()).toBe(201);
    await place.signIn(page.context());
}

test('an admin makes a role, grants it, takes it away and finds all of it in the log', async ({ page, place }) => {
    await withBen(page, place);
    await page.goto('/');
    await page.getByRole('link', { name: 'Administration' }).click();
    await expect(page).toHaveURL('/admin/people');
    await page.getByRole('link', { name: 'Roles', exact: true }).click();
    await page.getByRole('button', { name: 'New role' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Archivist');
    await page.getByLabel('Read and export the audit log').check();
    await expectAccessible(page, 'the form of a role');
    await expectNoSidewaysScroll(page, 'the form of a role');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { name: 'Archivist' })).toBeVisible();

    await page.getByRole('link', { name: 'People and roles' }).click();
    await page.getByLabel('Name or mail address').fill('ben@');
    await page.getByRole('button', { name: 'Find' }).click();
    await expect(page.getByRole('heading', { level: 2 })).toHaveCount(1);
    await page.getByLabel('Another role for Ben Needle').selectOption('Archivist');
    await page.getByRole('button', { name: 'Grant' }).click();
    const roles = page.getByRole('list', { name: 'Roles of Ben Needle' });
    await expect(roles).toContainText('Archivist');
    await page.getByRole('button', { name: 'Take the role Archivist from Ben Needle' }).click();
    await expectAccessible(page, 'the question before a role is taken away');
    await page.getByRole('button', { name: 'Take it away' }).click();
    await expect(roles).not.toContainText('Archivist');

    await page.getByRole('link', { name: 'Audit log' }).click();
    await expect(page.getByText(/The chain is whole/)).toBeVisible();
    const log = page.getByRole('list', { name: 'Audit log' });
    await expect(log).toContainText('granted a role');
    await page.getByLabel('What', { exact: true }).selectOption('role.revoked');
    await page.getByRole('button', { name: 'Find' }).click();
    await expect(log.getByRole('listitem')).toHaveCount(1);
    await page.getByText('Details').click();
    await expect(log).toContainText('"role":"Archivist"');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export as CSV' }).click();
    const file = await (await download).path();
    expect(readFileSync(file, 'utf8')).toContain('"role.revoked"');
});

test.describe('the last admin', () => {
    test.use({ expectedStatuses: [409] });

    test('cannot give the role away', async ({ page, place }) => {
        await withBen(page, place);
        await page.goto('/admin/people');
        await page.getByRole('button', { name: 'Take the role Admin from Ada Groove' }).click();
        await page.getByRole('button', { name: 'Take it away' }).click();
        await expect(page.getByRole('alert')).toContainText('This is the last admin');
        await page.getByRole('button', { name: 'Cancel' }).click();
        await expect(page.getByRole('list', { name: 'Roles of Ada Groove' })).toContainText('Admin');
    });
});

test.describe('a suspended person', () => {
    test.use({ expectedStatuses: [401, 403] });

    test('is out at once, and is told why', async ({ page, place, browser, baseURL }) => {
        await withBen(page, place);
        const other = await browser.newContext({ baseURL: baseURL ?? '' });
        const data = { email: ben.email, password: ben.password };
        const answer = await other.request.post('/api/v1/sessions', { data });
        expect(answer.status()).toBe(201);
        await page.goto('/admin/people');
        const card = page.getByRole('listitem').filter({ hasText: ben.email });
        await card.getByRole('button', { name: 'Suspend' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
        await expect(card).toContainText('Suspended since');
        expect((await other.request.get('/api/v1/accounts/me')).status()).toBe(401);
        await other.close();

        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.goto('/sign-in');
        await page.getByLabel('Mail address').fill(ben.email);
        await page.getByLabel('Password', { exact: true }).fill(ben.password);
        await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
        await expect(page.getByRole('alert')).toContainText('This account is suspended');
    });
});

test('the administration is hidden from people without its permissions', async ({ page, place }) => {
    expect(place.server.setupToken).not.toBe('');
    const answer = await page.request.post('/api/v1/accounts', { data: ben });
    expect(answer.status()).toBe(201);
    await page.goto('/');
    await expect(page.getByRole('banner')).toContainText(ben.display_name);
    await expect(page.getByRole('link', { name: 'Administration' })).toHaveCount(0);
    await page.goto('/admin/audit');
    await expect(page.getByText('This page is for those who run this place')).toBeVisible();
});

for (const locale of ['en-GB', 'fr-FR']) {
    test.describe(`in ${locale}`, () => {
        test.use({ locale });

        test('the pages are accessible and fit a telephone', async ({ page, place }) => {
            await withBen(page, place);
            for (const path of ['/admin/people', '/admin/roles', '/admin/audit']) {
                await page.goto(path);
                await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
                await expectAccessible(page, path);
                await expectNoSidewaysScroll(page, path);
            }
        });
    });
}
