// The `test` of all end-to-end tests: a server of its own, and a page that may not complain.
import { test as base, expect, type Page } from '@playwright/test';
import { Place } from './place';
import { Server, type Database } from './server';

export interface Options {
    database: Database;
    /** `SILLON_…` variables of the server. */
    settings: Record<string, string>;
    /** Answers with these statuses (0: none at all) are part of the test; every other failed request fails it. */
    expectedStatuses: number[];
}

interface Fixtures {
    /** Fresh: without an account. */
    server: Server;
    /** Set up, with its first account (an admin who may upload). */
    place: Place;
}

export const test = base.extend<Options & Fixtures>({
    database: ['sqlite', { option: true }],
    settings: [{}, { option: true }],
    expectedStatuses: [[], { option: true }],

    server: async ({ database, settings }, use, testInfo) => {
        const server = await Server.start(database, settings);
        await use(server);
        const exitCode = await server.stop();
        if (testInfo.status !== testInfo.expectedStatus) await testInfo.attach('server.log', { body: server.log });
        expect(exitCode, `the server ends well when it is asked to:\n${server.log}`).toBe(0);
    },

    place: async ({ server, playwright }, use) => {
        const request = await playwright.request.newContext({ baseURL: server.url });
        await use(await Place.setUp(server, request));
        await request.dispose();
    },

    baseURL: async ({ server }, use) => use(server.url),

    page: async ({ page, expectedStatuses }, use) => {
        const complaints = await listenForComplaints(page, expectedStatuses);
        await use(page);
        expect(complaints, 'nothing on the page complains').toEqual([]);
    },
});

export { expect };

async function listenForComplaints(page: Page, expectedStatuses: readonly number[]): Promise<string[]> {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
        if (message.type() !== 'error' && message.type() !== 'warning') return;
        const text = message.text();
        const { url } = message.location();
        const status =
            /Failed to load resource: .* status of (\d+)/.exec(text)?.[1] ?? (text.includes('net::ERR_') ? '0' : '');
        // Everyone is asked once who they are; 401 is the answer for "nobody".
        const isWhoAmI = status === '401' && new URL(url).pathname === '/api/v1/accounts/me';
        if (isWhoAmI || (status !== '' && expectedStatuses.includes(Number(status)))) return;
        complaints.push(`${message.type()}: ${text} (${url})`);
    });
    await page.exposeFunction('sillonComplain', (text: string) => complaints.push(text));
    await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
            const complain = (window as unknown as { sillonComplain: (text: string) => void }).sillonComplain;
            complain(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
        });
    });
    return complaints;
}
