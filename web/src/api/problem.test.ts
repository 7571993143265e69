import { describe, expect, it } from 'vitest';
import { en } from '../app/i18n/en';
import { problemText } from '../app/i18n/problem_text';
import { Problem } from './problem';

describe('a problem', () => {
    it('is read from problem details', () => {
        const problem = Problem.fromAnswer(422, { code: 'upload_empty', detail: 'No bytes.', request_id: 'r1' });
        expect([problem.code, problem.status, problem.requestId]).toEqual(['upload_empty', 422, 'r1']);
        expect(problemText(en, problem)).toBe(en.problems.upload_empty);
    });

    it('is unknown, or unavailable, when the answer is a page of something in between', () => {
        expect(Problem.fromAnswer(500, '<html>').code).toBe('unknown');
        expect(Problem.fromAnswer(502, null).code).toBe('unavailable');
    });

    it('is of the network when no answer came, and never hides a mistake of ours', () => {
        expect(Problem.fromUnknown(new TypeError('Failed to fetch')).code).toBe('network');
        expect(() => Problem.fromUnknown(new Error('ours'))).toThrow('ours');
    });

    it('that the catalogue does not know is told in the words of the server', () => {
        const problem = Problem.fromAnswer(418, { code: 'teapot', detail: 'I am a teapot.' });
        expect(problemText(en, problem)).toBe('I am a teapot.');
    });
});
