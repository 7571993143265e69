import { expect, it } from 'vitest';
import { tokenInFragment } from './setup_token';

it('reads the token of the link', () => {
    expect(tokenInFragment('#token=abc-123')).toBe('abc-123');
    expect(tokenInFragment('#token=%20abc%20')).toBe('abc');
});

it.each(['', '#', '#token=', '#token=%20', '#content'])('finds none in "%s"', (fragment) => {
    expect(tokenInFragment(fragment)).toBeNull();
});
