import { expect, test } from 'vitest';
import { squareOf } from './framing';

test('the square lies along the longer side', () => {
    expect(squareOf(200, 100, 0)).toEqual({ left: 0, top: 0, side: 100 });
    expect(squareOf(200, 100, 50)).toEqual({ left: 50, top: 0, side: 100 });
    expect(squareOf(100, 300, 100)).toEqual({ left: 0, top: 200, side: 100 });
    expect(squareOf(80, 80, 30)).toEqual({ left: 0, top: 0, side: 80 });
});
