// The soft launch in French. The type makes a missing or a superfluous key an error.
import { ago } from './ago';
import type { launchEn } from './launch.en';
import { count, dateAndTime } from './numbers';

export const launchFr: typeof launchEn = {
    launch: {
        title: 'Ouverture en douceur',
        intro: 'Où en est l’ouverture\u00a0: le verdict et ses signaux, les cohortes, les invitations.',
        verdict: 'Verdict',
        neverChecked: 'Les signaux n’ont jamais été vérifiés. Lancez sillon launch monitor --loop sur le serveur.',
        checkedAt: (iso) => `Vérifié le ${dateAndTime('fr', iso)}.`,
        lastAnswer: (iso) => `Ce qui suit date du ${dateAndTime('fr', iso)}.`,
        isStale: 'C’est trop ancien pour dire GO.',
        // They stand behind names of every gender and number.
        states: { green: 'en ordre', red: 'alerte', unchecked: 'vérification impossible' },
        signal: (name, state) => `${name}\u00a0: ${state}`,
        signals: {
            '1 testers': 'Personnes inscrites',
            '2 errors': 'Erreurs graves',
            '3 status page': 'Page d’état',
            '4 journey': 'Parcours d’une nouvelle personne',
            '5 load': 'Test de charge de la nuit',
            '6 issues': 'Problèmes ouverts',
        },
        seen: (iso, nowMs) => `observé ${ago('fr', iso, nowMs) ?? 'il y a moins d’une minute'}`,
        seenAtNoTime: 'sa source ne donne pas d’heure',
        cohorts: 'Cohortes',
        cohort: 'Cohorte',
        noCohorts: 'Personne n’a encore été invité.',
        invited: 'Personnes invitées',
        sent: 'Lettres envoyées',
        failed: 'Échecs d’envoi',
        unknown: 'Lettres incertaines',
        declined: 'Ont dit non',
        signedUp: 'Ont un compte',
        played: 'Ont écouté',
        uploaded: 'Ont déposé',
        total: 'Toutes les cohortes',
        whoIsCounted: 'Les répétitions et les parcours du moniteur ne comptent pas ici.',
        invitations: 'Invitations',
        noInvitations: 'Il n’y a pas d’invitations. Écrivez-les avec sillon launch invite sur le serveur.',
        notCounted: 'hors du tableau',
        letterState: 'État de la lettre',
        allLetters: 'toutes',
        choice: (name, letters) => `${name} (${count('fr', letters)})`,
        noneInState: 'Aucune lettre n’est dans cet état.',
        isCut: (letters) => `Seules les ${count('fr', letters)} plus récentes figurent ici.`,
        deliveries: {
            rendered: 'écrite',
            sending: 'en cours d’envoi',
            sent: 'envoyée',
            failed: 'échec d’envoi',
            unknown: 'incertaine',
        },
        usedOn: (iso) => `inscription le ${dateAndTime('fr', iso)}`,
    },
    closed: {
        hint: 'Aucun compte ne peut être créé ici pour le moment. Votre invitation reste valable jusqu’au jour indiqué dans le courriel\u00a0: quand les portes rouvriront, revenez par le lien du courriel.',
    },
    decline: {
        title: 'Pas d’invitation pour vous\u00a0?',
        hint: (name) =>
            `Un clic, et votre invitation à ${name} disparaît si elle n’a pas encore servi. Il n’en viendra pas d’autre.`,
        button: 'Ne plus recevoir d’invitations',
        keep: 'Garder l’invitation',
        doneTitle: 'C’est entendu',
        doneHint:
            'Si l’invitation n’avait pas encore servi, elle a disparu, et il n’en viendra pas d’autre. Un compte créé avec elle reste tel quel.',
        emptyTitle: 'Il n’y a pas d’invitation ici',
        emptyHint: 'Ouvrez cette page par le lien à la fin du courriel.',
    },
};
