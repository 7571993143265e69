import { defineConfig, devices } from '@playwright/test';
import type { Options } from './e2e/support/test';

const chromium = process.env['SILLON_CHROMIUM'] ?? '/usr/bin/chromium';
const projects = [{ name: 'sqlite', use: { database: 'sqlite' as const } }];
const withPostgres = [{ name: 'postgres', use: { database: 'postgres' as const } }];

// Each test runs the real binary in a folder of its own, and a browser that finds and plays what it serves.
export default defineConfig<Options>({
    testDir: 'e2e',
    // Two cores: one for the browser, one for the encode.
    workers: 1,
    timeout: 90_000,
    expect: { timeout: 15_000 },
    forbidOnly: true,
    globalSetup: './e2e/support/recordings.ts',
    reporter: [['list']],
    use: {
        ...devices['Desktop Chrome'],
        locale: 'en-GB',
        launchOptions: { executablePath: chromium },
        screenshot: 'only-on-failure',
        trace: 'retain-on-failure',
    },
    projects: process.env['SILLON_TEST_POSTGRES_URL'] ? [...projects, ...withPostgres] : projects,
});
