// A random name for this visit: it tells listeners apart where nobody is signed in. It lives as long as the tab, and the
// server does not store it.

const storageKey = 'sillon.visit';
let inMemory: string | null = null;

export function visitId(): string {
    inMemory ??= storedVisit() ?? newVisit();
    return inMemory;
}

/** UUID, version 4. `crypto.randomUUID` exists only where the page came over TLS. */
export function randomUuid(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function storedVisit(): string | null {
    try {
        return sessionStorage.getItem(storageKey);
    } catch {
        return null;
    }
}

function newVisit(): string {
    const id = randomUuid();
    try {
        sessionStorage.setItem(storageKey, id);
    } catch {
        // Without storage a reload is a new visit.
    }
    return id;
}
