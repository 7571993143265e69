// The soft launch in English: the operator's page, and the pages for people who were invited.
import { ago } from './ago';
import { count, dateAndTime } from './numbers';

export const launchEn = {
    launch: {
        title: 'Soft launch',
        intro: 'How the launch stands: the verdict and its signals, the cohorts, the invitations.',
        verdict: 'Verdict',
        neverChecked: 'The signals were never checked. Start sillon launch monitor --loop on the server.',
        checkedAt: (iso: string) => `Checked ${dateAndTime('en', iso)}.`,
        lastAnswer: (iso: string) => `What stands below is from ${dateAndTime('en', iso)}.`,
        isStale: 'That is too long ago to say GO.',
        states: { green: 'good', red: 'bad', unchecked: 'could not be checked' },
        signal: (name: string, state: string) => `${name}: ${state}`,
        signals: {
            '1 testers': 'Testers signed up',
            '2 errors': 'Serious errors',
            '3 status page': 'Status page',
            '4 journey': 'Journey of a new person',
            '5 load': 'Load run of the night',
            '6 issues': 'Open issues',
        },
        seen: (iso: string, nowMs: number) => `seen ${ago('en', iso, nowMs) ?? 'less than a minute ago'}`,
        seenAtNoTime: 'its source tells no time',
        cohorts: 'Cohorts',
        cohort: 'Cohort',
        noCohorts: 'Nobody was invited yet.',
        invited: 'Invited',
        sent: 'Sent',
        failed: 'Failed',
        unknown: 'Unknown',
        declined: 'Declined',
        signedUp: 'Signed up',
        played: 'Listened',
        uploaded: 'Uploaded',
        total: 'All cohorts',
        whoIsCounted: 'Rehearsals and journeys of the monitor are not counted here.',
        invitations: 'Invitations',
        noInvitations: 'There are no invitations. Write them with sillon launch invite on the server.',
        notCounted: 'not counted in the table',
        letterState: 'State of the letter',
        allLetters: 'all',
        choice: (name: string, letters: number) => `${name} (${count('en', letters)})`,
        noneInState: 'No letter is in this state.',
        isCut: (letters: number) => `Only the newest ${count('en', letters)} are listed.`,
        deliveries: {
            rendered: 'written',
            sending: 'being sent',
            sent: 'sent',
            failed: 'failed',
            unknown: 'unknown',
        },
        usedOn: (iso: string) => `signed up ${dateAndTime('en', iso)}`,
    },
    closed: {
        hint: 'New accounts cannot be made here at the moment. Your invitation stays valid until the day that the mail names: when the doors open again, come back by the link in the mail.',
    },
    decline: {
        title: 'No invitation for you?',
        hint: (name: string) =>
            `One click, and your invitation to ${name} is gone if it was not used yet. No other will come.`,
        button: 'No more invitations',
        keep: 'Keep the invitation',
        doneTitle: 'That is fine',
        // The answer does not tell whether there was an invitation, or an account: this is true in each case.
        doneHint:
            'If the invitation was not used yet, it is gone, and no other will come. An account that was made with it stays as it is.',
        emptyTitle: 'There is no invitation here',
        emptyHint: 'Open this page by the link at the end of the mail.',
    },
};
