// The light build has the same interface without what we do not use (subtitles, alternative audio, DRM).
declare module 'hls.js/light' {
    export { default } from 'hls.js';
    export * from 'hls.js';
}
