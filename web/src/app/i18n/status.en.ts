// The status page in English.
import { count } from './numbers';

const n = (value: number) => count('en', value);

export const status = {
    title: 'Status',
    whole: {
        working: 'Everything works.',
        degraded: 'Something works badly.',
        down: 'Something does not work.',
        unknown: 'Nobody has looked in the last minutes.',
    },
    states: { working: 'Works', degraded: 'Works badly', down: 'Does not work' },
    partName: (part: string) =>
        ({
            api: 'Pages and programs',
            streaming: 'Listening',
            worker: 'Work in the background',
            database: 'Database',
            storage: 'Files',
            mail: 'Mail',
        })[part] ?? part,
    barsOf: (name: string, summary: string) => `${name}, ninety days: ${summary}`,
    bar: (day: string, state: string | null, minutes: number) =>
        state === null
            ? `${day}: not looked at`
            : minutes === 0
              ? `${day}: worked`
              : `${day}: ${n(minutes)} min of trouble`,
    worked: (share: number) => `worked ${n(Math.floor(share * 100) / 100)} % of the time`,
    notLookedAt: 'not looked at yet',
    explanation: 'Each part is looked at every minute. A bar is a day, the one on the right is today (UTC).',
    incidents: 'What went wrong',
    noIncidents: 'Nothing went wrong in the last ninety days.',
    fromTo: (from: string, to: string) => `${from} to ${to}`,
    since: (from: string) => `since ${from}`,
};
