// The language of the page: chosen by the browser's preference, switched by hand, remembered.
import { storedText, storeText } from '../storage';
import { en, type Messages } from './en';
import { fr } from './fr';

export type Language = 'en' | 'fr';

const catalogues: Record<Language, Messages> = { en, fr };
export const languages = Object.keys(catalogues) as Language[];
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

    get language(): Language {
        return this.#language;
    }

    get messages(): Messages {
        return catalogues[this.#language];
    }

    nameOf(language: Language): string {
        return catalogues[language].languageName;
    }

    start(): void {
        const stored = languages.find((language) => language === storedText(storageKey));
        this.#apply(stored ?? preferredLanguage(navigator.languages));
    }

    choose(language: Language): void {
        storeText(storageKey, language);
        this.#apply(language);
    }

    #apply(language: Language): void {
        this.#language = language;
        document.documentElement.lang = language;
    }
}

export const i18n = new I18n();
