// The player: what is played, from which list, and how loud. It outlives every page.
import { bodyOf, client } from '../../api/client';
import type { Track } from '../../api/types';
import { browserAsksNotToBeCounted, countPlays, type PlayCounting } from './count_plays';
import type { AudioEngine, AudioSource, EngineEvents, EngineFailure } from './engine';
import { factorFromSlider, levellingGainDb, linearFromDb } from './gain';
import { HlsEngine, warmEngine } from './hls_engine';
import { nothingRemembered, recall, remember } from './memory';
import * as queues from './queue';
import type { Queue } from './queue';

/** "Previous" goes to the start of the track when more than this was heard. */
const restartAfterMs = 3000;
const rememberEveryMs = 5000;

export class Player {
    queue = $state.raw<Queue>(queues.emptyQueue);
    /** Whether it wants to play; sound may still be on its way. */
    isPlaying = $state(false);
    isWaiting = $state(false);
    isOffline = $state(false);
    failure = $state<EngineFailure | null>(null);
    positionMs = $state(0);
    volume = $state(nothingRemembered.volume);
    isMuted = $state(nothingRemembered.isMuted);
    levels = $state(nothingRemembered.levels);
    prefersLossless = $state(nothingRemembered.prefersLossless);
    /** Whether creators may learn that their tracks were played here. */
    isCounted = $state(nothingRemembered.isCounted);
    #measuredMs = $state<number | null>(null);

    readonly current: Track | null = $derived(queues.currentOf(this.queue));
    readonly durationMs: number = $derived(this.current?.duration_ms ?? this.#measuredMs ?? 0);
    readonly hasNext: boolean = $derived(queues.nextOf(this.queue) !== null);

    /** What even loudness adds to the current track or takes from it. */
    readonly gainDb: number = $derived(
        this.levels && this.current ? levellingGainDb(this.current.loudness_lufs, this.current.true_peak_dbtp) : 0,
    );

    readonly #makeEngine: (events: EngineEvents) => AudioEngine;
    #engine: AudioEngine | null = null;
    /** Playlist that the engine holds; none when the next play has to load. */
    #loadedUrl: string | null = null;
    #refreshedId: string | null = null;
    #rememberedAtMs = 0;
    #counting: PlayCounting | null = null;

    constructor(makeEngine: (events: EngineEvents) => AudioEngine) {
        this.#makeEngine = makeEngine;
    }

    /** Takes up what was there before the reload, paused; nothing is loaded until someone presses play. */
    start(): void {
        Object.assign(this, recall());
        this.#counting = countPlays(() => this.isCounted && !browserAsksNotToBeCounted());
        window.addEventListener('pagehide', () => {
            this.#remember();
            this.#counting?.leavePage();
        });
        const whenIdle = globalThis.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 1500));
        whenIdle(() => warmEngine());
    }

    get canPlayLossless(): boolean {
        return this.#engineOrNew().canPlayLossless;
    }

    get playsLossless(): boolean {
        return (
            this.prefersLossless && (this.current?.playback?.lossless_hls_url ?? null) !== null && this.canPlayLossless
        );
    }

    isCurrent(track: Track): boolean {
        return this.current?.id === track.id;
    }

    /** Plays a track, with the list it stands in as the queue. */
    playFrom(list: readonly Track[], track: Track): void {
        const isSame = this.isCurrent(track);
        this.queue = queues.queueOf(list, track);
        if (!isSame) this.#begin(0);
        this.play();
    }

    /** Play and pause of a track in a list. */
    toggleFrom(list: readonly Track[], track: Track): void {
        if (this.isCurrent(track) && this.isPlaying) this.pause();
        else this.playFrom(list, track);
    }

    play(): void {
        const source = this.#source();
        if (!source) return;
        const engine = this.#engineOrNew();
        const isAtEnd = this.durationMs > 0 && this.positionMs >= this.durationMs - 50;
        if (isAtEnd) this.positionMs = 0;
        if (this.#loadedUrl !== source.playlistUrl) this.#load(source, this.positionMs);
        else if (isAtEnd) engine.seek(0);
        this.failure = null;
        this.isPlaying = true;
        engine.play();
    }

    pause(): void {
        this.isPlaying = false;
        this.isWaiting = false;
        this.#engine?.pause();
        this.#counting?.counter.silence();
        this.#remember();
    }

    toggle(): void {
        if (this.isPlaying) this.pause();
        else this.play();
    }

    seek(positionMs: number): void {
        if (!this.current) return;
        this.positionMs = Math.min(Math.max(0, positionMs), Math.max(0, this.durationMs));
        if (this.#loadedUrl !== null) this.#engine?.seek(this.positionMs);
        this.#remember();
    }

    next(): void {
        this.#goTo(queues.moved(this.queue, 1));
    }

    previous(): void {
        if (this.positionMs > restartAfterMs || this.queue.index === 0) this.seek(0);
        else this.#goTo(queues.moved(this.queue, -1));
    }

    /** Goes on with the next track when this one cannot be played. */
    skipBroken(): void {
        this.isPlaying = true;
        this.next();
    }

    /** Plays the track at a place of the queue. */
    jumpTo(index: number): void {
        this.isPlaying = true;
        if (index === this.queue.index) this.play();
        else this.#goTo(queues.movedTo(this.queue, index));
    }

    /** Puts a track at the end of the queue; into an empty one, ready to be played. */
    enqueue(track: Track): void {
        this.queue = queues.withTrackAtEnd(this.queue, track);
        this.#remember();
    }

    clearQueue(): void {
        this.queue = queues.withoutOthers(this.queue);
        this.#remember();
    }

    setVolume(slider: number): void {
        this.volume = Math.min(1, Math.max(0, slider));
        this.isMuted = false;
        this.#applyVolume();
    }

    toggleMute(): void {
        this.isMuted = !this.isMuted;
        this.#applyVolume();
    }

    setLevelling(levels: boolean): void {
        this.levels = levels;
        this.#applyVolume();
    }

    /** Goes on at the same place in the other quality. */
    setLossless(prefersLossless: boolean): void {
        this.prefersLossless = prefersLossless;
        const source = this.#source();
        const isLoaded = this.#loadedUrl !== null && source !== null && this.#loadedUrl !== source.playlistUrl;
        if (isLoaded) this.#reload(source);
        this.#remember();
    }

    /** Counts plays from now on, or stops; what has not been sent yet is taken back. */
    setCounted(isCounted: boolean): void {
        this.isCounted = isCounted;
        if (!isCounted) this.#counting?.forget();
        this.#remember();
    }

    /** A track was renamed or encoded anew. */
    update(track: Track): void {
        this.queue = queues.withTrack(this.queue, track);
    }

    /** A track is gone: the player lets go of it. */
    forget(id: string): void {
        const wasCurrent = this.current?.id === id;
        this.queue = queues.withoutTrack(this.queue, id);
        if (!wasCurrent) return;
        this.isPlaying = false;
        this.#begin(0);
        this.#engine?.unload();
        this.#remember();
    }

    #goTo(queue: Queue): void {
        if (queue === this.queue) return;
        const goesOn = this.isPlaying;
        this.queue = queue;
        this.#begin(0);
        if (goesOn) this.play();
        else this.#engine?.pause();
        this.#remember();
    }

    #begin(positionMs: number): void {
        this.#counting?.counter.leave();
        this.positionMs = positionMs;
        this.#measuredMs = null;
        this.#loadedUrl = null;
        this.#refreshedId = null;
        this.failure = null;
        this.isWaiting = false;
        this.isOffline = false;
    }

    #load(source: AudioSource, atMs: number): void {
        const engine = this.#engineOrNew();
        this.#loadedUrl = source.playlistUrl;
        this.isWaiting = true;
        engine.setVolume(this.#factor());
        engine.load(source, atMs);
    }

    #reload(source: AudioSource): void {
        this.#load(source, this.positionMs);
        if (this.isPlaying) this.#engineOrNew().play();
        else this.isWaiting = false;
    }

    #source(track: Track | null = this.current): AudioSource | null {
        if (!track?.playback) return null;
        const { hls_url, lossless_hls_url, progressive_url } = track.playback;
        const isLossless = this.prefersLossless && lossless_hls_url !== null && this.canPlayLossless;
        return { playlistUrl: isLossless ? lossless_hls_url : hls_url, fileUrl: progressive_url };
    }

    #factor(): number {
        return this.isMuted ? 0 : factorFromSlider(this.volume) * linearFromDb(this.gainDb);
    }

    #applyVolume(): void {
        this.#engine?.setVolume(this.#factor());
        this.#remember();
    }

    #engineOrNew(): AudioEngine {
        this.#engine ??= this.#makeEngine({
            onTime: (positionMs, durationMs) => this.#onTime(positionMs, durationMs),
            onPlaying: () => {
                this.isWaiting = false;
                this.isOffline = false;
                this.#countSound();
            },
            onPaused: () => this.pause(),
            onWaiting: () => {
                this.isWaiting = true;
                this.#counting?.counter.silence();
            },
            onEnded: () => this.#onEnded(),
            onComfortable: () => this.#preloadNext(),
            onConnection: (state) => (this.isOffline = state === 'lost'),
            onFailed: (failure) => void this.#onFailed(failure),
        });
        return this.#engine;
    }

    #onTime(positionMs: number, durationMs: number | null): void {
        if (this.#loadedUrl === null) return;
        this.#measuredMs = durationMs;
        this.#countSound();
        // Before the engine has found its place it reports 0; what was asked for stays on show.
        if (!this.isWaiting || positionMs > 0) this.positionMs = Math.min(positionMs, this.durationMs || positionMs);
        if (Math.abs(positionMs - this.#rememberedAtMs) >= rememberEveryMs) this.#remember();
    }

    #countSound(): void {
        if (this.current && this.isPlaying && !this.isWaiting) this.#counting?.counter.sound(this.current);
    }

    #onEnded(): void {
        this.#counting?.counter.end();
        if (this.hasNext) {
            this.next();
            return;
        }
        this.isPlaying = false;
        this.positionMs = this.durationMs;
        this.#remember();
    }

    #preloadNext(): void {
        const source = this.#source(queues.nextOf(this.queue));
        if (source && this.isPlaying) this.#engine?.preload(source);
    }

    async #onFailed(failure: EngineFailure): Promise<void> {
        const track = this.current;
        if (failure === 'gone' && track && this.#refreshedId !== track.id) {
            this.#refreshedId = track.id;
            if (await this.#refresh(track.id)) return;
        }
        const aac = track?.playback?.hls_url ?? null;
        if (failure === 'media' && aac !== null && this.#loadedUrl !== aac) {
            // A browser that promised FLAC and cannot: the other quality goes on at the same place.
            this.setLossless(false);
            return;
        }
        this.failure = failure;
        this.isPlaying = false;
        this.isWaiting = false;
        this.#counting?.counter.silence();
        if (failure !== 'blocked') this.#loadedUrl = null;
    }

    /** The track may have been encoded anew since it was listed; true when playing goes on with the new version. */
    async #refresh(id: string): Promise<boolean> {
        const newer = await bodyOf(client.GET('/api/v1/tracks/{id}', { params: { path: { id } } })).catch(() => null);
        if (this.current?.id !== id) return true;
        const isNew = newer?.playback && newer.playback.hls_url !== this.current.playback?.hls_url;
        if (!isNew) return false;
        this.update(newer);
        const source = this.#source();
        if (source) this.#reload(source);
        return true;
    }

    #remember(): void {
        const { queue, positionMs, volume, isMuted, levels, prefersLossless, isCounted } = this;
        this.#rememberedAtMs = positionMs;
        remember({ queue, positionMs, volume, isMuted, levels, prefersLossless, isCounted });
    }
}

export const player = new Player((events) => new HlsEngine(events));
