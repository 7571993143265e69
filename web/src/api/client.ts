// The typed client of the HTTP API. Views call the functions of their feature, which call this.
import createClient from 'openapi-fetch';
import { Problem } from './problem';
import type { paths } from './schema';

// `fetch` is looked up at each call, so that tests can put their own in its place.
export const client = createClient<paths>({ fetch: (request) => globalThis.fetch(request) });

interface Answer<T> {
    data?: T;
    error?: unknown;
    response: Response;
}

/** The body of a good answer; every other outcome is thrown as a `Problem`. */
export async function bodyOf<T>(answer: Promise<Answer<T>>): Promise<Exclude<T, undefined>> {
    const result = await settled(answer);
    return result.data as Exclude<T, undefined>;
}

/** Waits for a good answer that has no body. */
export async function done(answer: Promise<Answer<unknown>>): Promise<void> {
    await settled(answer);
}

async function settled<T>(answer: Promise<Answer<T>>): Promise<Answer<T>> {
    let result: Answer<T>;
    try {
        result = await answer;
    } catch (error) {
        // A body that is no JSON is a proxy's page: the answer is not from Sillon.
        if (error instanceof SyntaxError) throw new Problem('unknown', 0);
        throw Problem.fromUnknown(error);
    }
    if (!result.response.ok) throw Problem.fromAnswer(result.response.status, result.error);
    return result;
}
