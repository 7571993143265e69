// Where the link at the end of a mail leads.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { recordings } from './support/recordings';
import { expect, test } from './support/test';

/** The path of the link with which mails of a category end, once such a mail was sent. */
async function linkInMail(folder: string): Promise<string> {
    const link = () => {
        const mails = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
        return mails.map((mail) => /^List-Unsubscribe: <http:\/\/music\.example(\S+)>/m.exec(mail)?.[1]).find(Boolean);
    };
    await expect.poll(link, { timeout: 30_000 }).toBeTruthy();
    return link() ?? '';
}

test.use({ settings: { SILLON_PUBLIC_URL: 'http://music.example' }, expectedStatuses: [404] });

test('the link at the end of a mail ends those mails by a button, and brings them back', async ({ page, place }) => {
    await place.publish(recordings.short);
    const link = await linkInMail(place.server.mailFolder);
    const token = new URL(link, place.server.url).searchParams.get('token') ?? '';
    const active = async () => {
        const answer = await page.request.get(`/api/v1/mail/subscription?token=${token}`);
        return ((await answer.json()) as { active: boolean }).active;
    };

    await page.goto(link);
    await expect(page).toHaveURL(/\/unsubscribe#token=/);
    await expect(page.getByRole('main')).toContainText('You get mails with news of your music at');
    expect(await active(), 'looking at the page ends nothing').toBe(true);
    await expectAccessible(page, 'the page of the link');
    await expectNoSidewaysScroll(page, 'the page of the link');

    await page.getByRole('button', { name: 'Stop these mails' }).press('Enter');
    await expect(page.getByRole('main')).toContainText('Mails with news of your music no longer go to');
    await expect(page.getByTestId('announcements')).toContainText('no longer go to');
    expect(await active()).toBe(false);
    await expectAccessible(page, 'the page after the button');

    await page.getByRole('button', { name: 'Send them again' }).click();
    await expect(page.getByRole('button', { name: 'Stop these mails' })).toBeVisible();
    expect(await active()).toBe(true);

    for (const broken of ['/unsubscribe', '/unsubscribe#token=forged']) {
        await page.goto('/');
        await page.goto(broken);
        await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
    }
    await expectAccessible(page, 'the page of a broken link');
});
