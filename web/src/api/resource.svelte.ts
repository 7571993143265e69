// One thing that a view loads: its state is always one of loading, failed and ready.
import { Problem } from './problem';

export class Resource<T> {
    value = $state.raw<T | null>(null);
    problem = $state.raw<Problem | null>(null);
    readonly #read: () => Promise<T>;
    #turn = 0;

    constructor(read: () => Promise<T>) {
        this.#read = read;
    }

    get isLoading(): boolean {
        return this.value === null && this.problem === null;
    }

    /** Loads, or loads again; an answer that a later call has overtaken is dropped. */
    load(): Promise<void> {
        this.problem = null;
        return this.refresh();
    }

    /** Loads again without being asked: a problem stays in view until there is an answer, so that it does not flicker. */
    async refresh(): Promise<void> {
        const turn = ++this.#turn;
        try {
            const value = await this.#read();
            if (turn !== this.#turn) return;
            this.value = value;
            this.problem = null;
        } catch (error) {
            if (turn === this.#turn) this.problem = Problem.fromUnknown(error);
        }
    }
}
