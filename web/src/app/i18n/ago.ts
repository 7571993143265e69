// How long ago something was. Only catalogues that are loaded later import it.

const steps: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
];

/** In whole days, hours or minutes; null for less than a minute, and for a clock that is a little ahead of ours. */
export function ago(language: string, iso: string, nowMs: number): string | null {
    const ageMs = nowMs - Date.parse(iso);
    const step = steps.find(([, ms]) => ageMs >= ms);
    if (!step) return null;
    return new Intl.RelativeTimeFormat(language).format(-Math.floor(ageMs / step[1]), step[0]);
}
