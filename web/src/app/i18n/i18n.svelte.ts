// The language of the page: chosen by the browser's preference, switched by hand, remembered. Each catalogue is loaded
// when it is needed: a visit reads one language.
import { storedText, storeText } from '../storage';
import type { Messages } from './en';

export type Language = 'en' | 'fr';

const names: Record<Language, string> = { en: 'English', fr: 'Français' };
const load: Record<Language, () => Promise<Messages>> = {
    en: async () => (await import('./en')).en,
    fr: async () => (await import('./fr')).fr,
};
export const languages = Object.keys(names) as Language[];
const storageKey = 'sillon.language';

/** The first of the preferred languages that there is a catalogue for; English when there is none. */
export function preferredLanguage(preferences: readonly string[]): Language {
    for (const preference of preferences) {
        const base = preference.toLowerCase().split('-')[0];
        const language = languages.find((candidate) => candidate === base);
        if (language) return language;
    }
    return 'en';
}

class I18n {
    #language = $state<Language>('en');
    #messages = $state.raw<Messages>();

    get language(): Language {
        return this.#language;
    }

    get messages(): Messages {
        if (this.#messages === undefined) throw new Error('the language is chosen before anything is shown');
        return this.#messages;
    }

    nameOf(language: Language): string {
        return names[language];
    }

    /** Awaited before anything is shown. */
    async start(): Promise<void> {
        const stored = languages.find((language) => language === storedText(storageKey));
        await this.#apply(stored ?? preferredLanguage(navigator.languages));
    }

    async choose(language: Language): Promise<void> {
        storeText(storageKey, language);
        await this.#apply(language);
    }

    async #apply(language: Language): Promise<void> {
        this.#messages = await load[language]();
        this.#language = language;
        document.documentElement.lang = language;
    }
}

export const i18n = new I18n();
