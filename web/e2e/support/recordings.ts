// Recordings to upload: real music of Debian's wesnoth-1.16-music, and the same in other formats, made by ffmpeg.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const musicFolder = process.env['SILLON_TEST_MUSIC_DIR'] ?? '/usr/share/games/wesnoth/1.16/data/core/music';
const folder = join(tmpdir(), 'sillon-e2e-recordings');

/** 14 s: three segments. */
const piece = join(musicFolder, 'defeat2.ogg');

export const recordings = {
    /** 5 s, one segment. */
    short: join(musicFolder, 'victory.ogg'),
    vorbis: piece,
    /** 48 s. */
    long: join(musicFolder, 'transience.ogg'),
    flac: join(folder, 'a_lossless_piece.flac'),
    wav: join(folder, 'a_plain_piece.wav'),
    mp3: join(folder, 'a_small_piece.mp3'),
    m4a: join(folder, 'a_pocket_piece.m4a'),
    /** On a release, with tags. */
    first: join(folder, 'first.flac'),
    second: join(folder, 'second.flac'),
    notAudio: join(folder, 'letter.mp3'),
    empty: join(folder, 'nothing.wav'),
};

/** Title of the release that `first` and `second` say that they are on. */
export const releaseTitle = 'Two Endings';

export default function makeRecordings(): void {
    if (!existsSync(piece))
        throw new Error(`${piece} is missing: install wesnoth-1.16-music or set SILLON_TEST_MUSIC_DIR`);
    mkdirSync(folder, { recursive: true });
    convert(recordings.flac, ['-c:a', 'flac']);
    convert(recordings.wav, ['-c:a', 'pcm_s16le']);
    convert(recordings.mp3, ['-c:a', 'libmp3lame', '-b:a', '192k']);
    convert(recordings.m4a, ['-c:a', 'aac', '-b:a', '160k']);
    convert(recordings.first, ['-c:a', 'flac', '-t', '8', ...tags('The First Ending', 1)]);
    convert(recordings.second, ['-c:a', 'flac', '-ss', '4', '-t', '8', ...tags('The Second Ending', 2)]);
    writeFileSync(recordings.notAudio, 'Dear listener, this is a letter and no music.\n'.repeat(200));
    writeFileSync(recordings.empty, '');
}

function tags(title: string, position: number): string[] {
    const fields = { title, album: releaseTitle, artist: 'Somebody', track: String(position) };
    return Object.entries(fields).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);
}

/** Without the tags of the source, so that the title comes from the file's name. */
function convert(target: string, options: string[]): void {
    const input = ['-v', 'error', '-y', '-i', piece, '-vn', '-map_metadata', '-1', '-map_metadata:s:a', '-1'];
    execFileSync('ffmpeg', [...input, ...options, target]);
}
