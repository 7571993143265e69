// How a picture of the server becomes the attributes of an <img>, and its placeholder the pixels of a canvas.
import { decode } from 'blurhash';
import type { Picture, PictureSize } from '../api/types';

type Address = 'webp_url' | 'jpeg_url';

/** Enough for the waves of a placeholder; the browser smooths the rest. */
export const blurSidePx = 32;
/** The size for browsers that cannot choose. */
const plainSidePx = 512;

export function srcsetOf(picture: Picture, address: Address): string {
    return picture.sizes.map((size) => `${size[address]} ${size.side_px}w`).join(', ');
}

/** The smallest thumbnail that has this side, or the largest that there is. */
export function sizeFor(picture: Picture, sidePx: number = plainSidePx): PictureSize | null {
    return picture.sizes.find((size) => size.side_px >= sidePx) ?? picture.sizes.at(-1) ?? null;
}

/** Draws the placeholder; one that cannot be read leaves the canvas empty. */
export function drawPlaceholder(canvas: HTMLCanvasElement, blurhash: string): void {
    const context = canvas.getContext('2d');
    if (!context) return;
    try {
        const pixels = new Uint8ClampedArray(decode(blurhash, blurSidePx, blurSidePx));
        context.putImageData(new ImageData(pixels, blurSidePx, blurSidePx), 0, 0);
    } catch {
        // The ground of the picture stays.
    }
}
