// Waveforms: fetched, read by waveform-data and reduced to as many bars as there is room for. Drawing is elsewhere.

/** Peaks from 0 to 1, one for each bar. */
export type Bars = readonly number[];

interface PeakSource {
    readonly length: number;
    max_sample(index: number): number;
    min_sample(index: number): number;
}

export interface Waveform extends PeakSource {
    /** The value that full scale has. */
    readonly fullScale: number;
}

const maxKept = 20;
const kept = new Map<string, Promise<Waveform>>();

/** The waveform at an address; an address is immutable, so it is fetched once. */
export function loadWaveform(url: string): Promise<Waveform> {
    const known = kept.get(url);
    if (known) return known;
    const loading = fetchWaveform(url);
    kept.set(url, loading);
    loading.catch(() => kept.delete(url));
    const oldest = kept.keys().next();
    if (kept.size > maxKept && !oldest.done) kept.delete(oldest.value);
    return loading;
}

async function fetchWaveform(url: string): Promise<Waveform> {
    const [response, { default: WaveformData }] = await Promise.all([fetch(url), import('waveform-data')]);
    if (!response.ok) throw new Error(`the waveform was answered with ${response.status}`);
    const data = WaveformData.create(await response.arrayBuffer());
    const channel = data.channel(0);
    return {
        length: data.length,
        fullScale: data.bits === 8 ? 128 : 32768,
        max_sample: (index) => channel.max_sample(index),
        min_sample: (index) => channel.min_sample(index),
    };
}

/** The loudest peak of each bar. Quiet recordings are stretched, so that their shape can be seen. */
export function barsOf(waveform: Waveform, count: number): Bars {
    const bars = Array.from({ length: count }, (_, bar) => {
        const start = Math.floor((bar * waveform.length) / count);
        const end = Math.max(start + 1, Math.floor(((bar + 1) * waveform.length) / count));
        return peakBetween(waveform, start, Math.min(end, waveform.length)) / waveform.fullScale;
    });
    const loudest = Math.max(0.05, ...bars);
    return bars.map((bar) => Math.min(1, bar / loudest));
}

function peakBetween(waveform: Waveform, start: number, end: number): number {
    let peak = 0;
    for (let index = start; index < end; index += 1) {
        peak = Math.max(peak, Math.abs(waveform.max_sample(index)), Math.abs(waveform.min_sample(index)));
    }
    return peak;
}
