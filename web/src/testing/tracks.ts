// Tracks for unit tests.
import type { Track } from '../api/types';

export function trackOf(id: string, changes: Partial<Track> = {}): Track {
    return {
        id,
        title: `Track ${id}`,
        artist: { id: 'artist', display_name: 'Ada', avatar: null },
        release: null,
        artwork: null,
        position: null,
        state: 'published',
        progress: 100,
        stage: null,
        failure: null,
        duration_ms: 60_000,
        loudness_lufs: -14,
        true_peak_dbtp: -1,
        lossless: false,
        playback: {
            hls_url: `/s/public/${id}/master.m3u8`,
            lossless_hls_url: null,
            waveform_url: `/s/public/${id}/waveform.dat`,
            progressive_url: `/s/public/${id}/aac/audio.mp4`,
        },
        created_at: '2026-01-01T00:00:00Z',
        published_at: '2026-01-01T00:00:00Z',
        ...changes,
    };
}
