// Fails when what a first visit loads (the scripts and styles that index.html names, and what they import statically)
// is more than the budget. Parts that are loaded later, such as hls.js, are printed only.
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

let totalBytes = gzipSync(html).length;
console.log(`${String(totalBytes).padStart(8)} B  index.html`);
for (const name of readdirSync(new URL('assets/', dist)).sort()) {
    const file = `assets/${name}`;
    const size = gzipSync(readFileSync(new URL(file, dist))).length;
    if (first.has(file)) totalBytes += size;
    console.log(`${String(size).padStart(8)} B  ${file}${first.has(file) ? '' : '  (later)'}`);
}
console.log(`${String(totalBytes).padStart(8)} B  first visit, gzipped; the budget is ${budgetBytes} B`);
if (first.size === 0) throw new Error('index.html names no script: the build is broken');
if (totalBytes > budgetBytes) process.exit(1);
