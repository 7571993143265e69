// localStorage that may be forbidden or full: then nothing is remembered, and nothing breaks.

export function storedText(key: string): string | null {
    try {
        return localStorage.getItem(key);
    } catch {
        return null;
    }
}

export function storeText(key: string, text: string): void {
    try {
        localStorage.setItem(key, text);
    } catch {
        // Private windows of some browsers refuse; the page works without.
    }
}

export function storedJson(key: string): unknown {
    const text = storedText(key);
    if (text === null) return null;
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return null;
    }
}
