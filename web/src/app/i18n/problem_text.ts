// Sentences for problems, in the language of the page.
import type { Problem } from '../../api/problem';
import type { Failure, FieldProblem } from '../../api/types';
import type { Messages } from './en';

export function problemText(messages: Messages, problem: Problem): string {
    const texts: Record<string, string> = messages.problems;
    // A code of a newer server: its own sentence is better than none.
    return texts[problem.code] ?? (problem.detail || messages.problems.unknown);
}

export function fieldText(messages: Messages, field: FieldProblem): string {
    if (field.code === 'too_short' && field.pointer.endsWith('password')) return messages.fields.too_short_password;
    const texts: Record<string, string> = messages.fields;
    return texts[field.code] ?? field.detail;
}

/** Why a track could not be encoded. */
export function failureText(messages: Messages, failure: Failure | null): string {
    const texts: Record<string, string> = messages.failures;
    return texts[failure?.code ?? 'unknown'] ?? (failure?.detail || messages.failures.unknown);
}
