import { describe, expect, it } from 'vitest';
import { en } from './en';
import { fr } from './fr';
import { preferredLanguage } from './i18n.svelte';

type Leaf = [path: string, text: unknown];

function leaves(catalogue: object, path = ''): Leaf[] {
    return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) =>
        typeof value === 'object' && value !== null
            ? leaves(value, `${path}/${key}`)
            : [[`${path}/${key}`, value] satisfies Leaf],
    );
}

describe('the catalogues', () => {
    it('have the same keys of the same kinds', () => {
        const kinds = (catalogue: object) => leaves(catalogue).map(([path, text]) => `${path} ${typeof text}`);
        expect(kinds(fr).sort()).toEqual(kinds(en).sort());
        expect(leaves(en).length).toBeGreaterThan(150);
    });

    it('have no empty sentence', () => {
        for (const [path, text] of [...leaves(en), ...leaves(fr)]) expect(text, path).not.toBe('');
    });

    it('take the same number of values', () => {
        const counts = (catalogue: object) =>
            leaves(catalogue).flatMap(([path, text]) => (typeof text === 'function' ? [`${path} ${text.length}`] : []));
        expect(counts(fr).sort()).toEqual(counts(en).sort());
    });

    it('do not leave sentences in English', () => {
        const english = new Map(leaves(en));
        const same = leaves(fr).filter(
            ([path, text]) => typeof text === 'string' && text.includes(' ') && english.get(path) === text,
        );
        expect(same).toEqual([]);
    });
});

describe('the language', () => {
    it('is the first preferred one that there is a catalogue for', () => {
        expect(preferredLanguage(['de-DE', 'fr-CA', 'en'])).toBe('fr');
        expect(preferredLanguage(['en-GB', 'fr'])).toBe('en');
    });

    it('is English when none is preferred', () => {
        expect(preferredLanguage(['de', 'frr'])).toBe('en');
        expect(preferredLanguage([])).toBe('en');
    });
});
