// How hls.js is set for music: small codec set, no video, patient with bad connections.
import type { HlsConfig, LoadPolicy, LoaderResponse, RetryConfig } from 'hls.js';

/** How far ahead is loaded, in seconds: of what is heard, and of what comes next. */
export const bufferAheadS = { playing: 120, preloaded: 12 };

/** Whether an answer is worth another attempt: none at all (a restart, a tunnel) and errors of the server are. */
export function isWorthRetrying(status: number | undefined): boolean {
    return status === undefined || status === 0 || status === 408 || status === 429 || status >= 500;
}

function patiently(attempts: number): RetryConfig {
    return {
        maxNumRetry: attempts,
        retryDelayMs: 500,
        maxRetryDelayMs: 8000,
        backoff: 'exponential',
        shouldRetry: (_config, count, isTimeout, response: LoaderResponse | undefined) =>
            count < attempts && (isTimeout || isWorthRetrying(response?.code)),
    };
}

function policy(timeToFirstByteMs: number, timeoutMs: number): LoadPolicy {
    return {
        default: {
            maxTimeToFirstByteMs: timeToFirstByteMs,
            maxLoadTimeMs: timeoutMs,
            timeoutRetry: patiently(6),
            // About five minutes.
            errorRetry: patiently(40),
        },
    };
}

export function hlsSettings(startS: number, aheadS: number): Partial<HlsConfig> {
    return {
        enableWorker: false,
        startPosition: startS,
        maxBufferLength: aheadS,
        maxMaxBufferLength: bufferAheadS.playing,
        // A size of 0 leaves the length above as the only measure; by size, an hour of music would be loaded at once.
        maxBufferSize: 0,
        backBufferLength: 300,
        startFragPrefetch: true,
        manifestLoadPolicy: policy(10_000, 20_000),
        playlistLoadPolicy: policy(10_000, 20_000),
        fragLoadPolicy: policy(10_000, 120_000),
    };
}
