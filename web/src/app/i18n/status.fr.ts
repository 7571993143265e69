// La page d’état en français.
import { count } from './numbers';
import type { status as english } from './status.en';

const n = (value: number) => count('fr', value);

export const status: typeof english = {
    title: 'État du service',
    whole: {
        working: 'Tout fonctionne.',
        degraded: 'Quelque chose fonctionne mal.',
        down: 'Quelque chose ne fonctionne pas.',
        unknown: 'Personne n’a regardé ces dernières minutes.',
    },
    states: { working: 'Fonctionne', degraded: 'Fonctionne mal', down: 'Ne fonctionne pas' },
    partName: (part) =>
        ({
            api: 'Pages et programmes',
            streaming: 'Écoute',
            worker: 'Travaux en arrière-plan',
            database: 'Base de données',
            storage: 'Fichiers',
            mail: 'Courriel',
        })[part] ?? part,
    barsOf: (name, summary) => `${name}, quatre-vingt-dix jours\u00a0: ${summary}`,
    bar: (day, state, minutes) =>
        state === null
            ? `${day}\u00a0: pas observé`
            : minutes === 0
              ? `${day}\u00a0: a fonctionné`
              : `${day}\u00a0: ${n(minutes)}\u00a0min de panne`,
    worked: (share) => `a fonctionné ${n(Math.floor(share * 100) / 100)}\u00a0% du temps`,
    notLookedAt: 'pas encore observé',
    explanation:
        'Chaque partie est observée toutes les minutes. Une barre est un jour, celle de droite est aujourd’hui (UTC).',
    incidents: 'Ce qui n’a pas fonctionné',
    noIncidents: 'Rien ne s’est passé ces quatre-vingt-dix derniers jours.',
    fromTo: (from, to) => `du ${from} au ${to}`,
    since: (from) => `depuis le ${from}`,
};
