// How long something was heard: time in which sound came out. Pauses, waiting for data and jumps add nothing, and
// playing faster takes less of it.

/** Longest time between two signs of sound that counts; after more, the machine was asleep. */
const longestGapMs = 5000;

export class ListeningMeter {
    #heardMs = 0;
    #soundedAtMs: number | null = null;

    get heardMs(): number {
        return this.#heardMs;
    }

    /** Sound comes out. Call it again and again while it does. */
    sound(nowMs: number): void {
        this.#add(nowMs);
        this.#soundedAtMs = nowMs;
    }

    /** No sound comes out any more. */
    silence(nowMs: number): void {
        this.#add(nowMs);
        this.#soundedAtMs = null;
    }

    #add(nowMs: number): void {
        if (this.#soundedAtMs === null) return;
        this.#heardMs += Math.min(Math.max(0, nowMs - this.#soundedAtMs), longestGapMs);
    }
}
