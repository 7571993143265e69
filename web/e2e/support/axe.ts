// axe over a page in both themes. It is put in by evaluate, which the content security policy does not concern.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function expectAccessible(page: Page, what: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.evaluate(source);
        const results = (await page.evaluate('axe.run(document, { preload: false })')) as AxeResults;
        const found = results.violations.map(
            (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`,
        );
        expect(found, `${what}, ${colorScheme}`).toEqual([]);
    }
}

/** Nothing is wider than the narrowest telephone. */
export async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
    await page.setViewportSize({ width: 360, height: 740 });
    const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(excess, `${what} at 360 px`).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 720 });
}
