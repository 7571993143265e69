// A list that comes in pages behind a cursor, as every list of the API does.
import { Problem } from './problem';

export interface Page<T> {
    items: T[];
    next_cursor: string | null;
}

export class PagedList<T extends { id: string }> {
    items = $state.raw<readonly T[]>([]);
    problem = $state.raw<Problem | null>(null);
    isLoading = $state(false);
    wasLoaded = $state(false);
    #nextCursor = $state<string | null>(null);
    readonly #read: (cursor: string | null) => Promise<Page<T>>;

    constructor(read: (cursor: string | null) => Promise<Page<T>>) {
        this.#read = read;
    }

    get hasMore(): boolean {
        return this.#nextCursor !== null;
    }

    /** Loads the first page; what was shown stays until the answer is there. */
    load(): Promise<void> {
        return this.#loadPage(null, (page) => page.items);
    }

    /** Loads the page behind the last one. Items that moved onto it while reading are not shown twice. */
    loadMore(): Promise<void> {
        if (this.#nextCursor === null) return Promise.resolve();
        return this.#loadPage(this.#nextCursor, (page) => {
            const known = new Set(this.items.map((item) => item.id));
            return [...this.items, ...page.items.filter((item) => !known.has(item.id))];
        });
    }

    async #loadPage(cursor: string | null, join: (page: Page<T>) => T[]): Promise<void> {
        if (this.isLoading) return;
        this.isLoading = true;
        this.problem = null;
        try {
            const page = await this.#read(cursor);
            this.items = join(page);
            this.#nextCursor = page.next_cursor;
            this.wasLoaded = true;
        } catch (error) {
            this.problem = Problem.fromUnknown(error);
        } finally {
            this.isLoading = false;
        }
    }
}
