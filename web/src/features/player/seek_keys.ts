// What the keys of a slider do to the place in a track, as the ARIA practices for sliders have it.

const stepMs = 5_000;
const leapMs = 30_000;

/** The place that a key leads to; none when it is not a key of sliders. */
export function soughtByKey(key: string, positionMs: number, durationMs: number): number | null {
    const steps: Record<string, number> = {
        ArrowRight: positionMs + stepMs,
        ArrowUp: positionMs + stepMs,
        ArrowLeft: positionMs - stepMs,
        ArrowDown: positionMs - stepMs,
        PageUp: positionMs + leapMs,
        PageDown: positionMs - leapMs,
        Home: 0,
        End: durationMs,
    };
    const sought = Object.hasOwn(steps, key) ? steps[key] : undefined;
    return sought === undefined ? null : Math.min(durationMs, Math.max(0, sought));
}
