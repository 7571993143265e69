// The seam between the player and what makes the sound. The player knows queues and people; an engine knows bytes
// and speakers. Times are in milliseconds; volume is a linear factor, where 1 is the recording as it is.

export interface AudioSource {
    /** HLS multivariant playlist. Two sources with the same one are the same. */
    playlistUrl: string;
    /** The same recording as one file, for browsers that have neither media source extensions nor HLS. */
    fileUrl: string;
}

export type EngineFailure =
    /** No answer in spite of many attempts. */
    | 'network'
    /** The server says that the recording is not there. */
    | 'gone'
    /** The browser cannot decode it. */
    | 'media'
    /** The browser wants a gesture of the person first. */
    | 'blocked';

export interface EngineEvents {
    onTime(positionMs: number, durationMs: number | null): void;
    /** Sound comes out. */
    onPlaying(): void;
    /** Stopped by something else than `pause()`: the headset, another app, the system. */
    onPaused(): void;
    /** Wants to play and has no data. */
    onWaiting(): void;
    onEnded(): void;
    /** Enough is buffered that something else may be loaded beside it. */
    onComfortable(): void;
    onConnection(state: 'lost' | 'back'): void;
    onFailed(failure: EngineFailure): void;
}

export interface AudioEngine {
    /** Whether FLAC can be played. */
    readonly canPlayLossless: boolean;
    /** Makes this the current source, silent until `play()`. */
    load(source: AudioSource, atMs: number): void;
    /** Readies the source that will probably be loaded next. */
    preload(source: AudioSource): void;
    play(): void;
    pause(): void;
    seek(positionMs: number): void;
    /** Above 1 only as far as the engine can; otherwise 1. */
    setVolume(factor: number): void;
    /** Lets go of everything. */
    unload(): void;
}
