// One audio element and what feeds it: hls.js where there are media source extensions, otherwise the browser itself.
import type Hls from 'hls.js';
import type { ErrorData } from 'hls.js';
import { Amplifier } from './amplifier';
import type { AudioSource, EngineFailure } from './engine';
import { bufferAheadS, hlsSettings } from './hls_settings';

export type HlsModule = typeof import('hls.js/light');

export interface DeckEvents {
    onAttached(deck: Deck): void;
    onConnection(deck: Deck, state: 'lost' | 'back'): void;
    onFailed(deck: Deck, failure: EngineFailure): void;
}

export class Deck {
    readonly element: HTMLAudioElement;
    readonly amplifier: Amplifier;
    readonly #events: DeckEvents;
    readonly #loadHls: (() => Promise<HlsModule>) | null;
    #source: AudioSource | null = null;
    #hls: Hls | null = null;
    #isAttached = false;
    #wasRecovered = false;
    #aheadS = bufferAheadS.preloaded;

    /** @param loadHls none where hls.js cannot work. */
    constructor(
        loadHls: (() => Promise<HlsModule>) | null,
        audioContext: () => AudioContext | null,
        events: DeckEvents,
    ) {
        this.#loadHls = loadHls;
        this.#events = events;
        this.element = document.createElement('audio');
        this.element.preload = 'auto';
        this.amplifier = new Amplifier(this.element, audioContext);
        this.element.addEventListener('error', () => this.#onElementError());
    }

    get isAttached(): boolean {
        return this.#isAttached;
    }

    holds(source: AudioSource): boolean {
        return this.#source?.playlistUrl === source.playlistUrl;
    }

    /** Starts to load; what it held before is dropped. */
    open(source: AudioSource, atMs: number, ahead: keyof typeof bufferAheadS): void {
        this.close();
        this.#source = source;
        this.#aheadS = bufferAheadS[ahead];
        if (this.#loadHls) void this.#openWithHls(this.#loadHls, source, atMs / 1000);
        else this.#openNatively(source, atMs / 1000);
    }

    /** From a taste to a meal: the source that was preloaded is heard now. */
    fill(): void {
        this.#aheadS = bufferAheadS.playing;
        if (this.#hls) this.#hls.config.maxBufferLength = this.#aheadS;
    }

    /** Tries again at once, when waiting longer makes no sense. */
    hurry(): void {
        this.#hls?.startLoad();
    }

    close(): void {
        const wasInUse = this.#source !== null;
        this.#source = null;
        this.#isAttached = false;
        this.#wasRecovered = false;
        this.#hls?.destroy();
        this.#hls = null;
        if (wasInUse) {
            this.element.removeAttribute('src');
            this.element.load();
        }
    }

    async #openWithHls(loadHls: () => Promise<HlsModule>, source: AudioSource, startS: number): Promise<void> {
        let module: HlsModule;
        try {
            module = await loadHls();
        } catch {
            // The part of the app could not be fetched: the same as music that could not.
            if (this.#source === source) this.#events.onFailed(this, 'network');
            return;
        }
        if (this.#source !== source) return;
        const hls = new module.default(hlsSettings(startS, this.#aheadS));
        this.#hls = hls;
        hls.on(module.Events.ERROR, (_event, data) => this.#onHlsError(module, data));
        hls.on(module.Events.FRAG_LOADED, () => this.#events.onConnection(this, 'back'));
        hls.loadSource(source.playlistUrl);
        hls.attachMedia(this.element);
        this.#attached();
    }

    #openNatively(source: AudioSource, startS: number): void {
        const playsHls = this.element.canPlayType('application/vnd.apple.mpegurl') !== '';
        this.element.src = playsHls ? source.playlistUrl : source.fileUrl;
        if (startS > 0) {
            this.element.addEventListener('loadedmetadata', () => (this.element.currentTime = startS), { once: true });
        }
        this.#attached();
    }

    #attached(): void {
        this.#isAttached = true;
        this.#events.onAttached(this);
    }

    #onHlsError(module: HlsModule, data: ErrorData): void {
        const isOfNetwork = data.type === module.ErrorTypes.NETWORK_ERROR;
        if (!data.fatal) {
            if (isOfNetwork) this.#events.onConnection(this, 'lost');
            return;
        }
        if (isOfNetwork) {
            const status = data.response?.code;
            this.#events.onFailed(this, status === 404 || status === 410 ? 'gone' : 'network');
        } else if (data.type === module.ErrorTypes.MEDIA_ERROR && !this.#wasRecovered) {
            this.#wasRecovered = true;
            this.#hls?.recoverMediaError();
        } else {
            this.#events.onFailed(this, 'media');
        }
    }

    #onElementError(): void {
        // With hls.js the same error arrives through it, and it may recover.
        if (this.#hls || !this.#source || !this.element.error) return;
        const isOfNetwork = this.element.error.code === MediaError.MEDIA_ERR_NETWORK;
        this.#events.onFailed(this, isOfNetwork ? 'network' : 'media');
    }
}
