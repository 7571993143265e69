// The square that the server cuts out of a picture, reckoned here for the preview.

export interface Square {
    left: number;
    top: number;
    side: number;
}

/** As the server does it: the largest square, at this place along the longer side (0 to 100). */
export function squareOf(width: number, height: number, framingPercent: number): Square {
    const side = Math.min(width, height);
    const offset = Math.round(((Math.max(width, height) - side) * framingPercent) / 100);
    return width > height ? { left: offset, top: 0, side } : { left: 0, top: offset, side };
}
