// Pictures for the tests, made and not stored.
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [number, number, number];

export const red: Colour = [220, 40, 30];
export const blue: Colour = [30, 60, 200];

/** A PNG: the first colour on its left half, the second on its right one. */
export function png(width: number, height: number, left: Colour, right: Colour = left): Buffer {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x += 1) row.set(x < width / 2 ? left : right, 1 + x * 3);
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, 2, 0, 0, 0], 8);
    const rows = Buffer.concat(Array.from({ length: height }, () => row));
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    return Buffer.concat([
        signature,
        chunk('IHDR', header),
        chunk('IDAT', deflateSync(rows)),
        chunk('IEND', Buffer.alloc(0)),
    ]);
}

function chunk(kind: string, body: Buffer): Buffer {
    const content = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(content));
    return Buffer.concat([length, content, checksum]);
}
