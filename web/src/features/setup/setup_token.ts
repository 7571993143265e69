// The set-up token that comes in the fragment of the link that the server prints. It leaves the address at once,
// so that it does not stay in the history, a bookmark or a screenshot.

/** The token in a fragment such as `#token=abc`; none when there is none. */
export function tokenInFragment(fragment: string): string | null {
    const token = new URLSearchParams(fragment.replace(/^#/, '')).get('token');
    return token === null || token.trim() === '' ? null : token.trim();
}

class SetupToken {
    #token: string | null = null;

    get value(): string | null {
        return this.#token;
    }

    takeFromAddress(): void {
        const token = location.pathname === '/setup' ? tokenInFragment(location.hash) : null;
        if (token === null) return;
        this.#token = token;
        history.replaceState(history.state, '', location.pathname + location.search);
    }

    forget(): void {
        this.#token = null;
    }
}

export const setupToken = new SetupToken();
