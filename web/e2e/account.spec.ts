// The account's pages: profile, sign-in with a second factor, sessions, programs, and the pages of links from mails.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { admin } from './support/place';
import { expect, test } from './support/test';

const pages = ['/account', '/account/security', '/account/sessions', '/account/tokens', '/account/data'];

async function check(page: Page, what: string): Promise<void> {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText('Loading');
    await expectAccessible(page, what);
    await expectNoSidewaysScroll(page, what);
}

/** The code of a moment, as an authenticator app shows it (RFC 6238). */
function codeOf(secret: string, secondsFromNow = 0): string {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
    const bytes = bits.match(/.{8}/g) ?? [];
    const key = Buffer.from(bytes.map((byte) => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor((Date.now() / 1000 + secondsFromNow) / 30)));
    const mac = createHmac('sha1', key).update(counter).digest();
    const number = mac.readUInt32BE((mac[19] ?? 0) & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
}

test('the pages of an account are accessible and fit a telephone', async ({ page, place }) => {
    for (const path of [...pages, '/forgotten-password', '/reset-password', '/reset-password#token=t'])
        await page.goto(path).then(() => check(page, path));
    for (const path of ['/verify-address#token=t', '/confirm-address#token=t'])
        await page.goto(path).then(() => check(page, path));
    await place.signIn(page.context());
    for (const path of pages) await page.goto(path).then(() => check(page, path));
});

test('a profile is changed and kept', async ({ page, place }) => {
    await place.signIn(page.context());
    await page.goto('/account');
    await page.getByLabel('About you').fill('Organs and bells.');
    await page.getByLabel('Links').fill('https://ada.example\nhttps://bells.example');
    await page.getByLabel('Who sees your profile').selectOption('members');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByTestId('announcements')).toHaveText('Saved.');
    await page.reload();
    await expect(page.getByLabel('About you')).toHaveValue('Organs and bells.');
    await expect(page.getByLabel('Who sees your profile')).toHaveValue('members');
});

test('a second factor is set up, asked for at sign-in, and turned off', async ({ page, place }) => {
    await place.signIn(page.context());
    await page.goto('/account/security');
    const part = page.getByRole('main').locator('section', { hasText: 'Two-factor sign-in' });
    await part.getByLabel('Present password').fill(admin.password);
    await part.getByRole('button', { name: 'Turn on' }).click();
    const secret = (await part.locator('code').textContent()) ?? '';
    await expect(part.getByRole('img')).toHaveJSProperty('complete', true);
    await check(page, 'the set-up of the second factor');
    await part.getByLabel('Code', { exact: true }).fill(codeOf(secret));
    await part.getByRole('button', { name: 'Confirm' }).click();
    await expect(part.getByRole('listitem')).toHaveCount(10);
    const recovery = (await part.getByRole('listitem').first().textContent()) ?? '';
    await check(page, 'the recovery codes');
    await part.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();

    await page.goto('/sign-in?next=/account/security');
    await page.getByLabel('Mail address').fill(admin.email);
    await page.getByLabel('Password', { exact: true }).fill(admin.password);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await check(page, 'the second step of signing in');
    await page.getByLabel('Code').fill(recovery);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL('/account/security');
    await expect(part).toContainText('9 recovery codes are left.');
    await part.getByLabel('Present password').fill(admin.password);
    await part.getByLabel('Code', { exact: true }).fill(codeOf(secret, 30));
    await part.getByRole('button', { name: 'Turn off' }).click();
    await expect(part.getByRole('button', { name: 'Turn on' })).toBeVisible();
});

test('an app password and an API token are shown once and removed', async ({ page, place }) => {
    await place.signIn(page.context());
    await page.goto('/account/tokens');
    for (const title of ['App passwords', 'API tokens']) {
        const part = page.getByRole('main').locator('section', { hasText: title });
        await part.getByLabel('Name').fill('player');
        await part.getByLabel('Present password').fill(admin.password);
        await part.getByRole('button', { name: 'Create' }).click();
        await expect(part.getByRole('heading', { name: 'Copy it now' })).toBeFocused();
        await check(page, title);
        await part.getByRole('button', { name: 'Done' }).click();
        await part.getByRole('button', { name: 'Remove player' }).click();
        await expect(part.getByRole('button', { name: 'Remove player' })).toHaveCount(0);
    }
});

test('another session is ended', async ({ page, place, browser }) => {
    const other = await browser.newContext();
    await place.signIn(other);
    await place.signIn(page.context());
    await page.goto('/account/sessions');
    await page.getByRole('button', { name: 'End all other sessions' }).click();
    await expect(page.getByText('There are no other sessions.')).toBeVisible();
    const answer = await other.request.get(`${place.server.url}/api/v1/accounts/me`);
    expect(answer.status()).toBe(401);
    await other.close();
});

test.describe('a forgotten password', () => {
    test.use({ expectedStatuses: [410] });

    test('gets the same answer for every address, and a used link says what to do', async ({ page, place }) => {
        expect(place.server.setupToken).not.toBe('');
        await page.goto('/sign-in');
        await page.getByRole('link', { name: 'Forgotten your password?' }).click();
        await page.getByLabel('Mail address').fill('nobody@example.org');
        await page.getByRole('button', { name: 'Send the link' }).click();
        await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
        await page.goto('/reset-password#token=used');
        await expect(page).toHaveURL('/reset-password');
        await page.getByLabel('New password', { exact: true }).fill('another calm evening');
        await page.getByRole('button', { name: 'New password' }).click();
        await expect(page.getByRole('alert')).toContainText('This link no longer works');
    });
});

test.describe('in French', () => {
    test.use({ locale: 'fr-FR' });

    test('the account speaks French and fits a telephone', async ({ page, place }) => {
        await place.signIn(page.context());
        for (const path of pages) {
            await page.goto(path);
            await expect(page.getByRole('navigation', { name: 'Pages du compte' })).toBeVisible();
            await expectNoSidewaysScroll(page, path);
        }
    });
});

test('everything is taken along, and a closed account is kept', async ({ page, place }) => {
    const ada = await place.signUp(page.context(), 'Ada');
    await page.goto('/account/data');
    const archive = page.getByRole('main').locator('section', { hasText: 'Take everything along' });
    await archive.getByLabel('Present password').fill(ada.password);
    await archive.getByRole('button', { name: 'Make an archive' }).click();
    const fetched = page.waitForEvent('download');
    await archive.getByRole('link', { name: /Download the archive/ }).click();
    const path = await (await fetched).path();
    expect(readFileSync(path).subarray(0, 2).toString()).toBe('PK');

    const end = page.getByRole('main').locator('section', { hasText: 'Delete the account' });
    await end.getByLabel('Present password').fill(ada.password);
    await end.getByRole('button', { name: 'Delete the account' }).click();
    await check(page, 'the question before an account is closed');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
    await expect(page.getByTestId('announcements')).toContainText('The account is closed.');

    await page.goto('/sign-in');
    await page.getByLabel('Mail address').fill(ada.email);
    await page.getByLabel('Password', { exact: true }).fill(ada.password);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: 'This account is closed' })).toBeVisible();
    await check(page, 'a closed account');
    await page.getByRole('button', { name: 'Keep my account' }).click();
    await expect(page.getByTestId('announcements')).toHaveText('Your account stays.');
    await page.goto('/account/data');
    await expect(end.getByRole('button', { name: 'Delete the account' })).toBeVisible();
});
