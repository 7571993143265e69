// The texts of the soft launch. Only pages that are loaded later import them: a first visit does not pay for them.
import { i18n, type Language } from './i18n.svelte';
import { launchEn } from './launch.en';
import { launchFr } from './launch.fr';

const texts: Record<Language, typeof launchEn> = { en: launchEn, fr: launchFr };

export function launchTexts(): typeof launchEn {
    return texts[i18n.language];
}
