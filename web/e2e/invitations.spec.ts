// An instance that asks for invitations: the links in the letter, and the operator's page about the launch.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server } from './support/server';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { expect, test } from './support/test';

const letterSettings = {
    SILLON_LAUNCH_FROM_ADDRESS: 'bonjour@example.org',
    SILLON_LAUNCH_FROM_NAME: 'Ada',
    SILLON_LAUNCH_ABOUT: 'Nous sommes deux.',
    SILLON_LAUNCH_SIGNATURE: 'Ada et Ben',
    SILLON_LAUNCH_FEEDBACK_URL: 'https://example.org/form',
};

test.use({ settings: { SILLON_REGISTRATION: 'invite', SILLON_INSTANCE_NAME: 'Le Sillon' } });

/** Writes letters as the operator does, and gives the links that stand in them. */
function write(server: Server, people: string[], cohort = 'friends') {
    const folder = mkdtempSync(join(tmpdir(), 'sillon-letters-'));
    try {
        const list = join(folder, 'cohort.csv');
        writeFileSync(
            list,
            ['email,cohort,role', ...people.map((email) => `${email},${cohort},creator`), ''].join('\n'),
        );
        const settings = { ...letterSettings, SILLON_PUBLIC_URL: server.url };
        server.run(['launch', 'invite', list, '--out', join(folder, 'out')], settings);
        const letters = readdirSync(join(folder, 'out')).filter((name) => name.endsWith('.eml'));
        return letters.sort().map((name) => {
            const program = `import sys, email, email.policy
message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
print(message.get_body(('plain',)).get_content())`;
            const input = readFileSync(join(folder, 'out', name));
            const text = execFileSync('python3', ['-c', program], { input }).toString();
            const [join_url, decline_url] = [/\S+\/join#\S+/, /\S+\/decline#\S+/].map((link) => link.exec(text)?.[0]);
            return { join: join_url ?? '', decline: decline_url ?? '' };
        });
    } finally {
        rmSync(folder, { recursive: true });
    }
}

test('a link in a letter makes an account, once', async ({ page, place }) => {
    const [letter] = write(place.server, ['ben@example.org']);
    await page.goto('/');
    await expect(page.getByRole('banner').getByRole('link', { name: 'I have an invitation' })).toBeVisible();
    await page.goto(letter?.join ?? '');
    await expect(page.getByLabel('Mail address')).toHaveValue('ben@example.org');
    await expect(page.getByLabel('Code of your invitation')).toHaveValue(/^(\w{4}-){3}\w{4}$/);
    expect(page.url(), 'the code leaves the address at once').not.toContain('#');
    await page.reload();
    await expect(page.getByLabel('Mail address'), 'a reload keeps it').toHaveValue('ben@example.org');
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await page.goBack();
    await expect(page.getByLabel('Code of your invitation')).toHaveValue(/^(\w{4}-){3}\w{4}$/);
    await expectAccessible(page, 'the form with an invitation');
    await expectNoSidewaysScroll(page, 'the form with an invitation');
    await page.getByLabel('Name').fill('Ben');
    await page.getByLabel('Password', { exact: true }).fill('a long calm evening');
    await page.getByRole('main').getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByRole('banner')).toContainText('Ben');
    const code = new URL(letter?.join ?? '').hash.replace(/^#code=([\w-]+)&.*$/, '$1');
    expect(code).toMatch(/^(\w{4}-){3}\w{4}$/);
    expect(place.server.log, 'the code stands in no log').not.toContain(code);
    await expect.poll(() => page.evaluate(() => sessionStorage.length), 'it made an account').toBe(0);
});

test('a second link counts, opened where the first one was', async ({ page, place }) => {
    const [first, second] = write(place.server, ['ben@example.org', 'cleo@example.org']);
    const address = page.getByLabel('Mail address');
    await page.goto(first?.join ?? '');
    await expect(address).not.toHaveValue('');
    const before = await address.inputValue();
    await page.goto(second?.join ?? '');
    await expect(address).toHaveValue(before === 'ben@example.org' ? 'cleo@example.org' : 'ben@example.org');
    expect(page.url()).not.toContain('#');
});

test.describe('while nobody can sign up', () => {
    test.use({ settings: { SILLON_REGISTRATION: 'closed', SILLON_INSTANCE_NAME: 'Le Sillon' } });

    test('an invited person reads that the invitation stays valid', async ({ page, place }) => {
        const [letter] = write(place.server, ['ben@example.org']);
        await page.goto('/join');
        await expect(page.getByText('Ask the people who run this place.')).toBeVisible();
        await page.goto(letter?.join ?? '');
        await expect(page.getByText('Your invitation stays valid')).toBeVisible();
        await expectAccessible(page, 'closed doors');
        await expectNoSidewaysScroll(page, 'closed doors');
        await page.reload();
        await expect(page.getByText('Your invitation stays valid')).toBeVisible();
    });
});

test.describe('a code that does not work', () => {
    test.use({ expectedStatuses: [403] });

    test('is refused in words that help', async ({ page, place }) => {
        expect(place.server.setupToken).not.toBe('');
        await page.goto('/join');
        await page.getByLabel('Name').fill('Eve');
        await page.getByLabel('Mail address').fill('eve@example.org');
        await page.getByLabel('Password', { exact: true }).fill('a long calm evening');
        await page.getByRole('main').getByRole('button', { name: 'Create account' }).click();
        await expect(page.getByText('This field is needed.')).toHaveCount(1);
        await page.getByLabel('Code of your invitation').fill('0000-0000-0000-0000');
        await page.getByRole('main').getByRole('button', { name: 'Create account' }).click();
        await expect(page.getByRole('alert')).toContainText('This invitation does not work.');
    });
});

test('a person says no with one click', async ({ page, place }) => {
    const [letter] = write(place.server, ['cleo@example.org']);
    await page.goto(letter?.decline ?? '');
    await expectAccessible(page, 'the page for saying no');
    await expectNoSidewaysScroll(page, 'the page for saying no');
    await page.getByRole('button', { name: 'No more invitations' }).press('Enter');
    await expect(page.getByRole('heading', { name: 'That is fine' }), 'the keyboard goes on there').toBeFocused();
    await expect(page.getByTestId('announcements')).toContainText('If the invitation was not used yet, it is gone');
    await expectAccessible(page, 'the page after saying no');
    await page.reload();
    await expect(page.getByRole('heading', { name: 'There is no invitation here' })).toBeVisible();
});

test('the operator sees cohorts, invitations, signals and the verdict', async ({ page, place }) => {
    await page.goto('/admin/launch');
    await expect(page.getByText('Sign in to see this page.')).toBeVisible();
    await place.signIn(page.context());
    await page.goto('/admin/launch');
    await expect(page.getByText('Nobody was invited yet.')).toBeVisible();
    write(place.server, ['ben@example.org', 'cleo@example.org']);
    write(place.server, ['ada@example.net'], 'rehearsal');
    expect(() => place.server.run(['launch', 'monitor'], { SILLON_LAUNCH_STATUS_URL: place.server.url })).toThrow(
        expect.objectContaining({ status: 2 }),
    );
    await page.reload();
    await expect(page.getByText('HOLD', { exact: true })).toBeVisible();
    await expect(page.getByText('Status page: good')).toBeVisible();
    await expect(page.getByRole('row', { name: /friends 2/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /All cohorts 2/ })).toBeVisible();
    await expect(page.locator('time').filter({ hasText: 'seen less than a minute ago' }).first()).toBeVisible();
    await expect(page.getByText('cleo@example.org')).toBeVisible();
    await expect(page.getByText('written', { exact: true })).toHaveCount(3);
    const ours = page.getByRole('listitem').filter({ hasText: 'ada@example.net' });
    await expect(ours).toContainText('not counted in the table');
    await page.getByLabel('State of the letter').selectOption('failed (0)');
    await expect(page.getByText('No letter is in this state.')).toBeVisible();
    await page.getByLabel('State of the letter').selectOption('written (3)');
    await expect(ours).toBeVisible();
    await expectAccessible(page, '/admin/launch');
    await expectNoSidewaysScroll(page, '/admin/launch');
});

test.describe('while the server cannot be asked', () => {
    test.use({ expectedStatuses: [0] });

    test('an open page keeps what it knows, and says GO no longer than a check is believed', async ({
        page,
        place,
    }) => {
        await place.signIn(page.context());
        let checkedAt: string | null = new Date().toISOString();
        await page.route('**/api/v1/admin/launch', (route) =>
            checkedAt === null
                ? route.abort()
                : route.fulfill({
                      json: { verdict: 'GO', checked_at: checkedAt, is_stale: false, signals: [], cohorts: [] },
                  }),
        );
        await page.clock.install();
        await page.goto('/admin/launch');
        await expect(page.getByText('GO', { exact: true })).toBeVisible();
        checkedAt = null;
        await page.clock.fastForward('01:05');
        await expect(page.getByRole('alert')).toBeVisible();
        await expect(page.getByText(/^What stands below is from/)).toBeVisible();
        await expect(page.getByText('GO', { exact: true })).toBeVisible();
        await expectAccessible(page, 'the launch while the server cannot be asked');
        await page.clock.fastForward('15:00');
        await expect(page.getByText('HOLD', { exact: true })).toBeVisible();
        await expect(page.getByText('That is too long ago to say GO.')).toBeVisible();
        checkedAt = new Date(Date.now() + 17 * 60_000).toISOString();
        await page.clock.fastForward('01:05');
        await expect(page.getByText('GO', { exact: true })).toBeVisible();
        await expect(page.getByRole('alert')).toHaveCount(0);
    });
});
