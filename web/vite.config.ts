import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// `npm run dev` forwards the API and the media to a server that runs beside it.
const serverUrl = process.env['SILLON_URL'] ?? 'http://127.0.0.1:8080';
const forward = { target: serverUrl, changeOrigin: true, headers: { origin: serverUrl } };

export default defineConfig({
    plugins: [svelte()],
    build: {
        target: ['chrome111', 'firefox114', 'safari16.4'],
        // The content security policy has no `data:` for fonts and scripts: nothing is inlined.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        // hls.js is loaded when it is needed; it is the only large part.
        chunkSizeWarningLimit: 450,
    },
    server: { proxy: { '/api': forward, '/s': forward } },
    test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
