// Pictures for music that has none: the grooves of a record, always the same for the same seed.

export interface Ring {
    radius: number;
    width: number;
    /** Part of the circle that is lit, in hundredths, and where it begins, in degrees. */
    lit: number;
    start: number;
}

export interface GrooveArt {
    /** One of the pairs of colours of base.css, from 0 to 5. */
    palette: number;
    rings: readonly Ring[];
}

const ringCount = 9;

/** FNV-1a, 32 bit: spreads similar seeds. */
function hash(text: string): number {
    let value = 0x811c9dc5;
    for (const letter of text) {
        value ^= letter.codePointAt(0) ?? 0;
        value = Math.imul(value, 0x01000193) >>> 0;
    }
    return value;
}

/** Numbers from 0 to 1 that depend on nothing but the seed (mulberry32). */
function randomNumbers(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

/** The rings in a square of 100 by 100, from the outside to the label. */
export function grooveArt(seed: string): GrooveArt {
    const random = randomNumbers(hash(seed));
    const palette = Math.floor(random() * 6);
    const rings = Array.from({ length: ringCount }, (_, index) => ({
        radius: 46 - index * 3.6,
        width: 0.8 + random() * 1.5,
        lit: Math.round(8 + random() * 55),
        start: Math.round(random() * 360),
    }));
    return { palette, rings };
}
