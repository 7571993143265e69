// What an answer of the server says some time later: a page that stays open must not say GO for ever.
import type { LaunchOverview } from './launch';

/** As long as the server believes a check. */
const believedForMs = 15 * 60_000;

export interface VerdictNow {
    verdict: string;
    isStale: boolean;
}

/**
 * The verdict at `nowMs`, held as the server holds it. No check is newer than the answer that brought it: that one counts
 * where the clock of this machine is behind.
 */
export function verdictNow(overview: LaunchOverview, answeredMs: number, nowMs: number): VerdictNow {
    const { checked_at, is_stale, verdict } = overview;
    if (checked_at === null) return { verdict, isStale: is_stale };
    const checkedMs = Math.min(Date.parse(checked_at), answeredMs);
    const isStale = is_stale || nowMs - checkedMs > believedForMs;
    return { verdict: isStale && verdict === 'GO' ? 'HOLD' : verdict, isStale };
}
