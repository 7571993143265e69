// What went wrong with a request, in one type. Sentences for people are in the catalogues (app/i18n).
import type { FieldProblem, ProblemCode, ProblemDetails } from './types';

export class Problem extends Error {
    readonly code: ProblemCode;
    readonly status: number;
    /** A sentence in English by the server; shown only where the catalogue has none. */
    readonly detail: string;
    readonly fields: readonly FieldProblem[];
    readonly requestId: string | null;

    constructor(code: ProblemCode, status: number, details?: Partial<ProblemDetails>) {
        super(`${code}: ${details?.detail ?? ''}`);
        this.name = 'Problem';
        this.code = code;
        this.status = status;
        this.detail = details?.detail ?? '';
        this.fields = details?.errors ?? [];
        this.requestId = details?.request_id ?? null;
    }

    static network(): Problem {
        return new Problem('network', 0);
    }

    /** Reads an error answer; a body that is not problem details (a proxy's page) becomes `unknown`. */
    static fromAnswer(status: number, body: unknown): Problem {
        if (typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string') {
            return new Problem(body.code as ProblemCode, status, body as Partial<ProblemDetails>);
        }
        return new Problem(status === 503 || status === 502 || status === 504 ? 'unavailable' : 'unknown', status);
    }

    static fromUnknown(error: unknown): Problem {
        if (error instanceof Problem) return error;
        // fetch throws a TypeError when no answer came; anything else is a mistake of ours and is not hidden.
        if (error instanceof TypeError || error instanceof DOMException) return Problem.network();
        throw error;
    }
}
