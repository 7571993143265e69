import { describe, expect, test } from 'vitest';
import type { Picture } from '../api/types';
import { sizeFor, srcsetOf } from './pictures';

const picture: Picture = {
    id: 'p',
    blurhash: '',
    sizes: [96, 256, 300].map((side) => ({ side_px: side, webp_url: `/p/${side}.webp`, jpeg_url: `/p/${side}.jpg` })),
};

describe('a picture', () => {
    test('offers every size by its width', () => {
        expect(srcsetOf(picture, 'webp_url')).toBe('/p/96.webp 96w, /p/256.webp 256w, /p/300.webp 300w');
    });

    test('gives the smallest size that is large enough', () => {
        expect(sizeFor(picture, 97)?.side_px).toBe(256);
        expect(sizeFor(picture, 256)?.side_px).toBe(256);
    });

    test('gives its largest size when none is large enough', () => {
        expect(sizeFor(picture, 512)?.side_px).toBe(300);
        expect(sizeFor({ ...picture, sizes: [] }, 96)).toBeNull();
    });
});
