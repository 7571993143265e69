// A picture that somebody is about to change: chosen, sent, made ready by the server, shown.
import { Problem } from '../../api/problem';
import type { Sending } from '../../api/send_bytes';
import type { Failure, Picture, PictureSlot } from '../../api/types';
import { session } from '../session/session.svelte';
import { maxPictureBytes, readSlot, removePicture, sendPicture, type PictureSubject } from './pictures';

const firstDelayMs = 250;
const maxDelayMs = 3000;
const slower = 1.4;

export type ChangeState = 'idle' | 'sending' | 'processing' | 'removing';

export class PictureChange {
    state = $state<ChangeState>('idle');
    file = $state.raw<File | null>(null);
    /** The chosen file, decoded by the browser for the preview; none as long as it is being read. */
    preview = $state.raw<ImageBitmap | null>(null);
    framingPercent = $state(50);
    sentBytes = $state(0);
    isTooLarge = $state(false);
    /** The browser cannot read the file: the server most likely cannot either. */
    isUnreadable = $state(false);
    problem = $state.raw<Problem | null>(null);
    /** The server could not read what was sent last. */
    failure = $state.raw<Failure | null>(null);
    readonly #subject: PictureSubject;
    readonly #onShown: (picture: Picture | null) => void;
    #sending: Sending<PictureSlot> | null = null;
    #timer: ReturnType<typeof setTimeout> | undefined;
    #isClosed = false;

    constructor(subject: PictureSubject, onShown: (picture: Picture | null) => void) {
        this.#subject = subject;
        this.#onShown = onShown;
    }

    readonly isBusy: boolean = $derived(this.state !== 'idle');
    readonly canBeFramed: boolean = $derived(this.preview !== null && this.preview.width !== this.preview.height);

    /** Looks whether one is on its way already. */
    async begin(): Promise<void> {
        await this.#try(async () => this.#take(await readSlot(this.#subject), { isNews: false }));
    }

    async choose(file: File): Promise<void> {
        this.#forgetFile();
        this.problem = null;
        this.failure = null;
        this.isTooLarge = file.size > maxPictureBytes;
        if (this.isTooLarge) return;
        this.file = file;
        try {
            const preview = await createImageBitmap(file, { imageOrientation: 'from-image' });
            if (this.file === file) this.preview = preview;
            else preview.close();
        } catch {
            if (this.file === file) this.isUnreadable = true;
        }
    }

    async send(): Promise<void> {
        const file = this.file;
        if (!file || this.isBusy) return;
        this.state = 'sending';
        this.sentBytes = 0;
        await this.#try(async () => {
            const sending = sendPicture(this.#subject, file, this.framingPercent, (sent) => (this.sentBytes = sent));
            this.#sending = sending;
            this.#take(await sending.finished, { isNews: true });
        });
        this.#sending = null;
    }

    async remove(): Promise<void> {
        this.state = 'removing';
        await this.#try(async () => {
            await removePicture(this.#subject);
            this.#onShown(null);
        });
        this.state = 'idle';
    }

    /** The dialog is closed: what is being sent is broken off, what the server has is made ready without us. */
    close(): void {
        this.#isClosed = true;
        clearTimeout(this.#timer);
        this.#sending?.cancel();
        this.#forgetFile();
    }

    #take(slot: PictureSlot, { isNews }: { isNews: boolean }): void {
        if (this.#isClosed) return;
        if (slot.next?.state === 'processing') {
            this.state = 'processing';
            this.#ask(firstDelayMs);
            return;
        }
        this.state = 'idle';
        this.failure = slot.next?.failure ?? null;
        if (slot.next === null && isNews) {
            this.#forgetFile();
            this.#onShown(slot.shown);
        }
    }

    #ask(delayMs: number): void {
        this.#timer = setTimeout(() => {
            void this.#try(async () => {
                const slot = await readSlot(this.#subject);
                if (slot.next?.state === 'processing') this.#ask(Math.min(maxDelayMs, delayMs * slower));
                else this.#take(slot, { isNews: true });
            });
        }, delayMs);
    }

    async #try(work: () => Promise<void>): Promise<void> {
        this.problem = null;
        try {
            await work();
        } catch (error) {
            if (this.#isClosed) return;
            this.problem = Problem.fromUnknown(error);
            this.state = 'idle';
            session.notice(this.problem);
        }
    }

    #forgetFile(): void {
        this.preview?.close();
        this.preview = null;
        this.file = null;
        this.isUnreadable = false;
        this.isTooLarge = false;
        this.framingPercent = 50;
    }
}
