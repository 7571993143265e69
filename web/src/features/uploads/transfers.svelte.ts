// Files on their way to the server. They go on while one walks through the pages.
import { Problem } from '../../api/problem';
import type { Sending } from '../../api/send_bytes';
import type { Track } from '../../api/types';
import { session } from '../session/session.svelte';
import { sendFile } from './send_file';

/** So many are sent at a time: one fills the line while the other waits for its answer. */
const maxSending = 2;

export type TransferState = 'waiting' | 'sending' | 'arrived' | 'failed';
/** Refused before anything is sent; other problems come from the server. */
export type Refusal = 'empty' | 'too_large';

let lastKey = 0;

export class Transfer {
    readonly key = ++lastKey;
    state = $state<TransferState>('waiting');
    sentBytes = $state(0);
    startedAtMs = $state(0);
    refusal = $state<Refusal | null>(null);
    problem = $state.raw<Problem | null>(null);
    track = $state.raw<Track | null>(null);
    readonly file: File;
    #sending: Sending<Track> | null = null;

    constructor(file: File, maxBytes: number) {
        this.file = file;
        if (file.size === 0) this.#refuse('empty');
        else if (file.size > maxBytes) this.#refuse('too_large');
    }

    readonly isOpen: boolean = $derived(this.state === 'waiting' || this.state === 'sending');

    async send(): Promise<void> {
        this.state = 'sending';
        this.startedAtMs = performance.now();
        this.#sending = sendFile(this.file, (sentBytes) => (this.sentBytes = Math.min(sentBytes, this.file.size)));
        try {
            this.track = await this.#sending.finished;
            this.state = 'arrived';
        } catch (error) {
            this.problem = Problem.fromUnknown(error);
            this.state = 'failed';
            session.notice(this.problem);
        } finally {
            this.#sending = null;
        }
    }

    cancel(): void {
        this.#sending?.cancel();
    }

    /** Back to the start, to be sent once more. */
    reset(): void {
        this.problem = null;
        this.sentBytes = 0;
        this.state = 'waiting';
    }

    #refuse(refusal: Refusal): void {
        this.refusal = refusal;
        this.state = 'failed';
    }
}

export class Transfers {
    items = $state.raw<readonly Transfer[]>([]);
    readonly isSending: boolean = $derived(this.items.some((item) => item.isOpen));

    add(files: Iterable<File>, maxBytes: number): void {
        const added = [...files].map((file) => new Transfer(file, maxBytes));
        this.items = [...this.items, ...added];
        this.#sendNext();
    }

    retry(transfer: Transfer): void {
        transfer.reset();
        this.#sendNext();
    }

    /** Cancels it when it is on its way, and takes it out of the list. */
    remove(transfer: Transfer): void {
        this.items = this.items.filter((item) => item !== transfer);
        transfer.cancel();
        this.#sendNext();
    }

    /** The track that came of a transfer is gone. */
    forgetTrack(id: string): void {
        this.items = this.items.filter((item) => item.track?.id !== id);
    }

    clear(): void {
        for (const item of this.items) this.remove(item);
    }

    #sendNext(): void {
        const sending = this.items.filter((item) => item.state === 'sending').length;
        const waiting = this.items.filter((item) => item.state === 'waiting');
        for (const item of waiting.slice(0, Math.max(0, maxSending - sending))) {
            void item.send().finally(() => this.#sendNext());
        }
    }
}

export const transfers = new Transfers();
