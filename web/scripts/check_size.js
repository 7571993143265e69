// Fails when what a first visit loads (the scripts and styles that index.html names, what they import statically,
// and the larger of the two languages' catalogues, of which a visit reads one) is more than the budget. Parts that are
// loaded later, such as hls.js, are printed only.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budgetBytes = 70 * 1024;
const dist = new URL('../dist/', import.meta.url);
const html = readFileSync(new URL('index.html', dist), 'utf8');

const first = new Set([...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]));
for (const file of first) {
    if (!file.endsWith('.js')) continue;
    const script = readFileSync(new URL(file, dist), 'utf8');
    for (const match of script.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) first.add(`assets/${match[1]}`);
}

const compressed = (file) => gzipSync(readFileSync(new URL(file, dist))).length;
const assets = readdirSync(new URL('assets/', dist)).sort();
const catalogues = assets.filter((name) => /^(en|fr)-[^.]+\.js$/.test(name)).map((name) => `assets/${name}`);
if (catalogues.length !== 2) throw new Error('each language has a catalogue of its own');
first.add(catalogues.sort((one, other) => compressed(other) - compressed(one))[0]);

let totalBytes = gzipSync(html).length;
console.log(`${String(totalBytes).padStart(8)} B  index.html`);
for (const name of assets) {
    const file = `assets/${name}`;
    const size = compressed(file);
    if (first.has(file)) totalBytes += size;
    console.log(`${String(size).padStart(8)} B  ${file}${first.has(file) ? '' : '  (later)'}`);
}
console.log(`${String(totalBytes).padStart(8)} B  first visit, gzipped; the budget is ${budgetBytes} B`);
if (first.size === 0) throw new Error('index.html names no script: the build is broken');
if (totalBytes > budgetBytes) process.exit(1);
