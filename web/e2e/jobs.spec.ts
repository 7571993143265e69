// The operator looks at the queue and steers it.
import { expectAccessible } from './support/axe';
import { recordings } from './support/recordings';
import { expect, test } from './support/test';

test('the operator sees the jobs, and others do not', async ({ page, place }) => {
    await place.publish(recordings.short);
    await page.goto('/admin/jobs');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page is for the people who run this place');
    await place.signIn(page.context());
    await page.goto('/');
    await page.getByRole('banner').getByRole('link', { name: 'Jobs' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Jobs');
    await expect(page.getByRole('row', { name: /^encode_track/ })).toContainText('1');
    const list = page.getByRole('list', { name: 'Jobs' });
    await expect(list.getByText('encode_track')).toBeVisible();
    await expectAccessible(page, 'the jobs');
    await page.getByLabel('Show').selectOption('dead');
    await expect(page.getByText('No jobs here')).toBeVisible();
});
