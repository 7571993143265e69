// The status page: for everyone, also when a part does not work.
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { expect, test } from './support/test';

test('anybody sees how the parts are', async ({ page, server }) => {
    await expect
        .poll(async () => (await (await page.request.get(`${server.url}/status.json`)).json()).state)
        .toBe('working');
    await page.goto('/');
    await page.getByRole('contentinfo').getByRole('link', { name: 'Status' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Status' })).toBeVisible();
    await expect(page.getByRole('status')).toHaveText('Everything works.');
    for (const part of ['Pages and programs', 'Listening', 'Work in the background', 'Database', 'Files'])
        await expect(page.getByRole('heading', { name: part })).toBeVisible();
    await expect(page.getByRole('img', { name: /^Files, ninety days: / })).toBeVisible();
    await expect(page.getByText('Nothing went wrong in the last ninety days.')).toBeVisible();
    await expectAccessible(page, 'the status page');
    await expectNoSidewaysScroll(page, 'the status page');
});

test.describe('in French', () => {
    test.use({ locale: 'fr-FR' });

    test('the status page speaks French', async ({ page }) => {
        await page.goto('/status');
        await expect(page.getByRole('heading', { level: 1, name: 'État du service' })).toBeVisible();
        await expect(page.getByRole('status')).toHaveText('Tout fonctionne.');
        await expectNoSidewaysScroll(page, 'the status page in French');
    });
});

test.describe('without an answer', () => {
    test.use({ expectedStatuses: [503] });

    test('the page says so and tries again', async ({ page }) => {
        await page.route('**/api/v1/status', (route) =>
            route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"unavailable"}' }),
        );
        await page.goto('/status');
        await expect(page.getByRole('alert')).toContainText('The server is not ready.');
        await page.unroute('**/api/v1/status');
        await page.getByRole('button', { name: 'Try again' }).click();
        await expect(page.getByRole('status')).toHaveText('Everything works.');
    });
});
