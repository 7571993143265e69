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
        invitations: 'Invitations',
        noInvitations: 'Il n’y a pas d’invitations. Écrivez-les avec sillon launch invite sur le serveur.',
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
