// The real binary, started on a free port with a folder (and, where asked for, a PostgreSQL database) of its own.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export type Database = 'sqlite' | 'postgres';

const binary = resolve(process.env['SILLON_TEST_BINARY'] ?? join(import.meta.dirname, '../../../target/debug/sillon'));
const startTimeoutMs = 30_000;

export class Server {
    readonly url: string;
    readonly setupToken: string;
    /** Where its mails are, as files. */
    readonly mailFolder: string;
    readonly #log: string[];
    readonly #start: (address: string) => ChildProcess;
    readonly #cleanUp: () => void;
    readonly #run: (commandLine: readonly string[], settings: Record<string, string>) => string;
    #process: ChildProcess;

    private constructor(
        started: Started,
        folder: string,
        child: ChildProcess,
        log: string[],
        start: (address: string) => ChildProcess,
        cleanUp: () => void,
        run: (commandLine: readonly string[], settings: Record<string, string>) => string,
    ) {
        this.url = started.url;
        this.setupToken = started.token;
        this.mailFolder = join(folder, 'mail');
        this.#process = child;
        this.#log = log;
        this.#start = start;
        this.#cleanUp = cleanUp;
        this.#run = run;
    }

    static async start(database: Database, settings: Record<string, string>): Promise<Server> {
        const folder = mkdtempSync(join(tmpdir(), 'sillon-e2e-'));
        const postgres = database === 'postgres' ? createDatabase() : null;
        const cleanUp = () => {
            rmSync(folder, { recursive: true, force: true });
            postgres?.drop();
        };
        const env = { ...process.env, ...settings, ...(postgres ? { SILLON_DATABASE_URL: postgres.url } : {}) };
        const start = (address: string) =>
            spawn(binary, ['serve', '--listen', address, '--data-dir', folder], {
                env,
                stdio: ['ignore', 'pipe', 'pipe'],
            });
        const run = (commandLine: readonly string[], more: Record<string, string>) =>
            execFileSync(binary, [...commandLine, '--data-dir', folder], {
                env: { ...env, ...more },
                encoding: 'utf8',
                stdio: 'pipe',
            });
        const child = start('127.0.0.1:0');
        const log: string[] = [];
        try {
            const started = await announced(child, log, ({ url, token }) => url !== '' && token !== '');
            return new Server(started, folder, child, log, start, cleanUp, run);
        } catch (error) {
            child.kill('SIGKILL');
            cleanUp();
            throw error;
        }
    }

    get log(): string {
        return this.#log.join('\n');
    }

    /** Asks it to stop, tells its exit code, and starts it again with the same folder at the same address. */
    async restart(whileDown: () => Promise<void>): Promise<number | null> {
        const exitCode = await this.#terminate();
        await whileDown();
        this.#process = this.#start(new URL(this.url).host);
        // It is set up: no token is printed any more.
        await announced(this.#process, this.#log, ({ url }) => url !== '');
        return exitCode;
    }

    /** Runs another command of the program on the same data, with further settings, and gives what it prints. */
    run(commandLine: readonly string[], settings: Record<string, string> = {}): string {
        return this.#run(commandLine, settings);
    }

    /** Asks it to stop for good and tells its exit code. */
    async stop(): Promise<number | null> {
        const exitCode = await this.#terminate();
        this.#cleanUp();
        return exitCode;
    }

    async #terminate(): Promise<number | null> {
        if (this.#process.exitCode === null) {
            const ended = once(this.#process, 'exit');
            this.#process.kill('SIGTERM');
            await ended;
        }
        return this.#process.exitCode;
    }
}

interface Started {
    url: string;
    token: string;
}

/** Waits for the lines in which the server says where it is. */
function announced(child: ChildProcess, log: string[], isEnough: (started: Started) => boolean): Promise<Started> {
    return new Promise((found, refuse) => {
        const fail = (why: string) => refuse(new Error(`${binary} ${why}:\n${log.join('\n')}`));
        const timer = setTimeout(() => fail('did not say that it listens'), startTimeoutMs);
        child.on('exit', (code) => fail(`ended with ${String(code)}`));
        child.on('error', (error) => fail(error.message));
        const started = { url: '', token: '' };
        for (const stream of [child.stdout, child.stderr]) {
            if (!stream) continue;
            createInterface({ input: stream }).on('line', (line) => {
                log.push(line);
                started.url = /Sillon is listening on (http:\S+)/.exec(line)?.[1] ?? started.url;
                started.token = /Set-up token: (\S+)/.exec(line)?.[1] ?? started.token;
                if (!isEnough(started)) return;
                clearTimeout(timer);
                found(started);
            });
        }
    });
}

function createDatabase(): { url: string; drop: () => void } {
    const server = process.env['SILLON_TEST_POSTGRES_URL'];
    if (server === undefined) throw new Error('SILLON_TEST_POSTGRES_URL is not set');
    const name = `sillon_e2e_${randomUUID().replaceAll('-', '')}`;
    const run = (statement: string) => execFileSync('psql', ['--quiet', '--no-psqlrc', '--command', statement, server]);
    run(`create database ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    return { url: url.href, drop: () => run(`drop database ${name} with (force)`) };
}
