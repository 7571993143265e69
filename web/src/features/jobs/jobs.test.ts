import { expect, test } from 'vitest';
import { actionsOf, jobStates } from './jobs';

test('what has not ended can be cancelled, what ended without success redriven', () => {
    const redrivable = jobStates.filter((state) => actionsOf(state).canRedrive);
    const cancellable = jobStates.filter((state) => actionsOf(state).canCancel);
    expect(redrivable).toEqual(['dead', 'cancelled']);
    expect(cancellable).toEqual(['available', 'running', 'scheduled', 'retryable']);
});
