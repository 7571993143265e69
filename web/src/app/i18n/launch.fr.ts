// The soft launch in French. The type makes a missing or a superfluous key an error.
import type { launchEn } from './launch.en';
import { dateAndTime } from './numbers';

export const launchFr: typeof launchEn = {
    launch: {
        title: 'Ouverture en douceur',
        intro: 'Où en est l’ouverture\u00a0: le verdict et ses signaux, les cohortes, les invitations.',
        verdict: 'Verdict',
        neverChecked: 'Les signaux n’ont jamais été vérifiés. Lancez sillon launch monitor --loop sur le serveur.',
        checkedAt: (iso) => `Vérifié le ${dateAndTime('fr', iso)}.`,
        isStale: 'C’est trop ancien pour dire GO.',
        states: { green: 'bon', red: 'mauvais', unchecked: 'n’a pas pu être vérifié' },
        signal: (name, state) => `${name}\u00a0: ${state}`,
        signals: {
            '1 testers': 'Personnes inscrites',
            '2 errors': 'Erreurs graves',
            '3 status page': 'Page d’état',
            '4 journey': 'Parcours d’une nouvelle personne',
            '5 load': 'Test de charge de la nuit',
            '6 issues': 'Problèmes ouverts',
        },
        cohorts: 'Cohortes',
        cohort: 'Cohorte',
        noCohorts: 'Personne n’a encore été invité.',
        invited: 'Invités',
        sent: 'Envoyés',
        failed: 'Échoués',
        unknown: 'Inconnus',
        declined: 'Refusés',
        signedUp: 'Inscrits',
        uploaded: 'Ont déposé',
        invitations: 'Invitations',
        noInvitations: 'Il n’y a pas d’invitations. Écrivez-les avec sillon launch invite sur le serveur.',
        deliveries: {
            rendered: 'écrite',
            sending: 'en cours d’envoi',
            sent: 'envoyée',
            failed: 'échouée',
            unknown: 'inconnu',
        },
        usedOn: (iso) => `inscription le ${dateAndTime('fr', iso)}`,
    },
    decline: {
        title: 'Pas d’invitation pour vous\u00a0?',
        hint: (name) => `Un clic, et votre invitation à ${name} disparaît. Nous n’écrirons plus à cette adresse.`,
        button: 'Plus d’invitations',
        keep: 'Garder l’invitation',
        doneTitle: 'C’est entendu',
        doneHint: 'L’invitation a disparu, et nous ne vous écrirons plus. Portez-vous bien.',
        emptyTitle: 'Il n’y a pas d’invitation ici',
        emptyHint: 'Ouvrez cette page par le lien à la fin du courriel.',
    },
};
