// What the API says about the instance's parts, and how a day of a part looks.
import { bodyOf, client } from '../../api/client';
import type { InstanceStatus, PartDay, PartState, StatusPart } from '../../api/types';

export const historyDays = 90;

/** How the parts are, and were. */
export function readStatus(): Promise<InstanceStatus> {
    return bodyOf(client.GET('/api/v1/status'));
}

export interface Bar {
    /** The day as `2026-06-21`, in UTC. */
    day: string;
    /** The worst that is worth showing; null when nobody looked. */
    state: PartState | null;
    /** Minutes in which it worked badly or not at all. */
    minutes: number;
}

/** One bar a day, oldest first, the last one today's. */
export function barsOf(part: StatusPart, today: Date): Bar[] {
    const known = new Map(part.days.map((day) => [day.day, day]));
    return Array.from({ length: historyDays }, (_, place) => {
        const at = new Date(today);
        at.setUTCDate(at.getUTCDate() - (historyDays - 1 - place));
        const day = at.toISOString().slice(0, 10);
        const found = known.get(day);
        return { day, state: found ? stateOf(found) : null, minutes: found ? badMinutes(found) : 0 };
    });
}

const badMinutes = (day: PartDay) => day.minutes_degraded + day.minutes_down;

function stateOf(day: PartDay): PartState {
    if (day.minutes_down > 0) return 'down';
    return day.minutes_degraded > 0 ? 'degraded' : 'working';
}

/** Share of the minutes looked at in which the part worked, 0 to 100; null when nobody looked. */
export function availability(part: StatusPart): number | null {
    const sum = (of: (day: PartDay) => number) => part.days.reduce((total, day) => total + of(day), 0);
    const bad = sum((day) => day.minutes_down);
    const all = sum((day) => day.minutes_working + badMinutes(day));
    return all === 0 ? null : (100 * (all - bad)) / all;
}
