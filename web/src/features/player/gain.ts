// Even loudness: the gain that brings a recording to the level of all others.
// Source: Spotify's loudness normalisation (-14 LUFS; a positive gain ends where the true peak would pass -1 dB).

const targetLufs = -14;
const peakLimitDbtp = -1;

/** Gain in dB; 0 when the loudness is not known (silence). Without a known peak nothing is amplified. */
export function levellingGainDb(loudnessLufs: number | null, truePeakDbtp: number | null): number {
    if (loudnessLufs === null) return 0;
    const wanted = targetLufs - loudnessLufs;
    if (wanted <= 0) return wanted;
    const headroom = truePeakDbtp === null ? 0 : Math.max(0, peakLimitDbtp - truePeakDbtp);
    return Math.min(wanted, headroom);
}

export function linearFromDb(gainDb: number): number {
    return 10 ** (gainDb / 20);
}

/** From the slider's 0 to 1 to a factor. Squared, since ears hear ratios: the middle of the slider is -12 dB. */
export function factorFromSlider(slider: number): number {
    const bounded = Math.min(1, Math.max(0, slider));
    return bounded * bounded;
}
