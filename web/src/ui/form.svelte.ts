// The state of a form that is sent to the API: busy, the problem of the whole, the problems of its fields.
import { Problem } from '../api/problem';
import type { FieldProblem } from '../api/types';

export class FormState {
    isBusy = $state(false);
    problem = $state.raw<Problem | null>(null);
    #fields = $state.raw<readonly FieldProblem[]>([]);

    /** The problem of a field, by its name in the request body. */
    fieldProblem(name: string): FieldProblem | null {
        return this.#fields.find((field) => field.pointer === `/${name}`) ?? null;
    }

    /** Sends when no field breaks a rule; true when it was done. */
    async submit(checks: readonly (FieldProblem | null)[], send: () => Promise<void>): Promise<boolean> {
        if (this.isBusy) return false;
        this.problem = null;
        this.#fields = checks.filter((check) => check !== null);
        if (this.#fields.length > 0) return false;
        this.isBusy = true;
        try {
            await send();
            return true;
        } catch (error) {
            this.problem = Problem.fromUnknown(error);
            this.#fields = this.problem.fields;
            return false;
        } finally {
            this.isBusy = false;
        }
    }
}

// The same rules as the server's, so that a mistake is shown before anything is sent.

export function checkRequired(name: string, value: string): FieldProblem | null {
    return value.trim() === '' ? { pointer: `/${name}`, code: 'required', detail: '' } : null;
}

export function checkEmail(name: string, value: string): FieldProblem | null {
    if (value.trim() === '') return checkRequired(name, value);
    return /^[^\s@]+@[^\s@]+$/.test(value.trim()) ? null : { pointer: `/${name}`, code: 'not_an_address', detail: '' };
}

export function checkNewPassword(name: string, value: string): FieldProblem | null {
    if (value === '') return checkRequired(name, value);
    return [...value].length < 8 ? { pointer: `/${name}`, code: 'too_short', detail: '' } : null;
}
