// The volume of one audio element. The element's own volume ends at 1; more than that goes through Web Audio, which is
// connected only when it is first needed: it cannot be undone, and native HLS in Safari is silent behind it.

export class Amplifier {
    readonly #element: HTMLAudioElement;
    readonly #audioContext: () => AudioContext | null;
    #gain: GainNode | null = null;

    /** @param audioContext gives the context to amplify in; none where it would do harm. */
    constructor(element: HTMLAudioElement, audioContext: () => AudioContext | null) {
        this.#element = element;
        this.#audioContext = audioContext;
    }

    set(factor: number): void {
        this.#element.volume = Math.min(1, Math.max(0, factor));
        if (factor > 1 && !this.#gain) this.#gain = this.#connect();
        if (this.#gain) this.#gain.gain.value = Math.max(1, factor);
    }

    #connect(): GainNode | null {
        const context = this.#audioContext();
        if (!context) return null;
        const gain = context.createGain();
        context.createMediaElementSource(this.#element).connect(gain).connect(context.destination);
        return gain;
    }
}
