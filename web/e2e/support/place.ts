// A server that is set up, and short ways to what is not the point of a test.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, type APIRequestContext, type BrowserContext } from '@playwright/test';
import type { PictureSlot, Track } from '../../src/api/types';
import type { Server } from './server';

export const admin = { email: 'ada@example.org', display_name: 'Ada Groove', password: 'a calm evening with records' };

export class Place {
    readonly server: Server;
    readonly #request: APIRequestContext;

    private constructor(server: Server, request: APIRequestContext) {
        this.server = server;
        this.#request = request;
    }

    static async setUp(server: Server, request: APIRequestContext): Promise<Place> {
        const answer = await request.post('/api/v1/setup', { data: { token: server.setupToken, ...admin } });
        expect(answer.status(), await answer.text()).toBe(201);
        return new Place(server, request);
    }

    /** Uploads as the admin and waits until it can be heard. */
    async publish(file: string): Promise<Track> {
        const answer = await this.#request.post(`/api/v1/uploads?file_name=${encodeURIComponent(basename(file))}`, {
            headers: { 'Content-Type': 'application/octet-stream' },
            data: readFileSync(file),
        });
        expect(answer.status(), await answer.text()).toBe(201);
        const { id } = (await answer.json()) as Track;
        await expect.poll(async () => (await this.track(id)).state, { timeout: 60_000 }).toBe('published');
        return this.track(id);
    }

    async track(id: string): Promise<Track> {
        const answer = await this.#request.get(`/api/v1/tracks/${id}`);
        expect(answer.status(), await answer.text()).toBe(200);
        return (await answer.json()) as Track;
    }

    /** Sends bytes to the upload address as the admin; tells the status. */
    async uploadStatus(fileName: string, bytes: Buffer): Promise<number> {
        const answer = await this.#request.post(`/api/v1/uploads?file_name=${encodeURIComponent(fileName)}`, {
            headers: { 'Content-Type': 'application/octet-stream' },
            data: bytes,
        });
        return answer.status();
    }

    /** Sends a picture as the admin and waits until it is shown. */
    async putPicture(path: string, picture: Buffer): Promise<void> {
        const answer = await this.#request.put(path, {
            headers: { 'Content-Type': 'application/octet-stream' },
            data: picture,
        });
        expect(answer.status(), await answer.text()).toBe(202);
        const next = async () => ((await (await this.#request.get(path)).json()) as PictureSlot).next;
        await expect.poll(next, { timeout: 30_000 }).toBeNull();
    }

    /** The browser becomes that of somebody new; gives what they sign in with. */
    async signUp(context: BrowserContext, name: string): Promise<{ email: string; password: string }> {
        const who = { email: `${name.toLowerCase()}-new@example.org`, password: 'another calm evening' };
        const data = { ...who, display_name: name };
        const answer = await context.request.post(`${this.server.url}/api/v1/accounts`, { data });
        expect(answer.status(), await answer.text()).toBe(201);
        return who;
    }

    /** The browser becomes the admin's. */
    async signIn(context: BrowserContext): Promise<void> {
        const { email, password } = admin;
        const answer = await context.request.post(`${this.server.url}/api/v1/sessions`, { data: { email, password } });
        expect(answer.status(), await answer.text()).toBe(201);
    }
}
