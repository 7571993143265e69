// The audio engine of browsers: two decks as of a disc jockey, one that is heard and one that is readied.
import { Deck, type HlsModule } from './deck';
import type { AudioEngine, AudioSource, EngineEvents } from './engine';

/** So much ahead (in seconds) that the other deck may load as well. */
const comfortableAheadS = 20;

export class HlsEngine implements AudioEngine {
    readonly canPlayLossless: boolean;
    readonly #events: EngineEvents;
    readonly #mayAmplify: boolean;
    #active: Deck;
    #idle: Deck;
    #wantsToPlay = false;
    #wasUnlocked = false;
    #volume = 1;
    #context: AudioContext | null = null;

    constructor(events: EngineEvents) {
        this.#events = events;
        const hasMediaSource = 'MediaSource' in globalThis;
        const hasManagedSource = 'ManagedMediaSource' in globalThis;
        // Web Audio falls silent on locked iPhones, which are those with only a managed media source.
        this.#mayAmplify = hasMediaSource;
        this.canPlayLossless = hasMediaSource
            ? MediaSource.isTypeSupported('audio/mp4; codecs="flac"')
            : document.createElement('audio').canPlayType('audio/mp4; codecs="fLaC"') !== '';
        const loadHls = hasMediaSource || hasManagedSource ? importHls : null;
        this.#active = this.#makeDeck(loadHls);
        this.#idle = this.#makeDeck(loadHls);
        this.#showWhichIsActive();
        window.addEventListener('online', () => this.#active.hurry());
    }

    load(source: AudioSource, atMs: number): void {
        this.#unlock();
        if (this.#idle.holds(source)) {
            this.#idle.element.currentTime = atMs / 1000;
            this.#idle.fill();
        } else {
            this.#idle.open(source, atMs, 'playing');
        }
        this.#wantsToPlay = false;
        this.#active.element.pause();
        [this.#active, this.#idle] = [this.#idle, this.#active];
        this.#showWhichIsActive();
        this.#idle.close();
        this.#active.amplifier.set(this.#volume);
    }

    preload(source: AudioSource): void {
        if (!this.#idle.holds(source) && !this.#active.holds(source)) this.#idle.open(source, 0, 'preloaded');
    }

    play(): void {
        this.#unlock();
        this.#wantsToPlay = true;
        if (this.#active.isAttached) this.#startSound(this.#active);
    }

    pause(): void {
        this.#wantsToPlay = false;
        this.#active.element.pause();
    }

    seek(positionMs: number): void {
        this.#active.element.currentTime = positionMs / 1000;
    }

    setVolume(factor: number): void {
        this.#volume = factor;
        this.#active.amplifier.set(factor);
    }

    unload(): void {
        this.#wantsToPlay = false;
        this.#active.close();
        this.#idle.close();
    }

    #makeDeck(loadHls: (() => Promise<HlsModule>) | null): Deck {
        const deck = new Deck(loadHls, () => this.#audioContext(), {
            onAttached: (which) => {
                if (which === this.#active && this.#wantsToPlay) this.#startSound(which);
            },
            onConnection: (which, state) => {
                if (which === this.#active) this.#events.onConnection(state);
            },
            onFailed: (which, failure) => {
                if (which === this.#active) this.#events.onFailed(failure);
                else which.close();
            },
        });
        const { element } = deck;
        const whenActive = (report: () => void) => () => {
            if (deck === this.#active && deck.isAttached) report();
        };
        element.addEventListener(
            'timeupdate',
            whenActive(() => this.#reportTime(element)),
        );
        element.addEventListener(
            'durationchange',
            whenActive(() => this.#reportTime(element)),
        );
        element.addEventListener(
            'progress',
            whenActive(() => this.#reportBuffer(element)),
        );
        element.addEventListener(
            'playing',
            whenActive(() => this.#events.onPlaying()),
        );
        element.addEventListener(
            'waiting',
            whenActive(() => this.#events.onWaiting()),
        );
        element.addEventListener(
            'ended',
            whenActive(() => this.#events.onEnded()),
        );
        element.addEventListener(
            'pause',
            whenActive(() => {
                if (this.#wantsToPlay && !element.ended) this.#events.onPaused();
            }),
        );
        document.body.append(element);
        return deck;
    }

    #startSound(deck: Deck): void {
        if (this.#context?.state === 'suspended') void this.#context.resume();
        deck.element.play().catch((error: unknown) => {
            // Other rejections mean that a newer load or pause came in between, or arrive as events too.
            const isBlocked = error instanceof DOMException && error.name === 'NotAllowedError';
            if (isBlocked && deck === this.#active) this.#events.onFailed('blocked');
        });
    }

    #reportTime(element: HTMLAudioElement): void {
        const durationMs = Number.isFinite(element.duration) ? element.duration * 1000 : null;
        this.#events.onTime(element.currentTime * 1000, durationMs);
        this.#reportBuffer(element);
    }

    #reportBuffer(element: HTMLAudioElement): void {
        const { buffered, currentTime, duration } = element;
        for (let range = 0; range < buffered.length; range += 1) {
            const end = buffered.end(range);
            const isHere = buffered.start(range) <= currentTime + 0.1 && end > currentTime;
            if (isHere && (end - currentTime >= comfortableAheadS || end >= duration - 1)) this.#events.onComfortable();
        }
    }

    /** Safari lets an element play only after a gesture touched it: the first gesture touches both. */
    #unlock(): void {
        if (this.#wasUnlocked) return;
        this.#wasUnlocked = true;
        for (const deck of [this.#active, this.#idle]) if (!deck.isAttached) deck.element.load();
    }

    #audioContext(): AudioContext | null {
        if (!this.#mayAmplify) return null;
        this.#context ??= new AudioContext({ latencyHint: 'playback' });
        if (this.#context.state === 'suspended') void this.#context.resume();
        return this.#context;
    }

    #showWhichIsActive(): void {
        this.#active.element.dataset['deck'] = 'active';
        this.#idle.element.dataset['deck'] = 'idle';
    }
}

function importHls(): Promise<HlsModule> {
    return import('hls.js/light');
}

/** Fetches the part of the app that plays, so that the first press of a button does not wait for it. */
export function warmEngine(): void {
    if ('MediaSource' in globalThis || 'ManagedMediaSource' in globalThis) void importHls().catch(() => undefined);
}
