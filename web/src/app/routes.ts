// The addresses of the app, both ways. What is shown at an address is in Shell.svelte.

export type Route =
    | { name: 'home' }
    | { name: 'upload' }
    | { name: 'my-music' }
    | { name: 'account' }
    | { name: 'statistics' }
    | { name: 'track'; id: string }
    | { name: 'release'; id: string }
    | { name: 'sign-in' }
    | { name: 'sign-up' }
    | { name: 'setup' }
    | { name: 'decline' }
    | { name: 'launch' }
    | { name: 'jobs' }
    | { name: 'unsubscribe' }
    | { name: 'not-found' };

const plainRoutes: Record<string, Route> = {
    '/': { name: 'home' },
    '/upload': { name: 'upload' },
    '/me': { name: 'my-music' },
    '/account': { name: 'account' },
    '/me/statistics': { name: 'statistics' },
    '/sign-in': { name: 'sign-in' },
    '/sign-up': { name: 'sign-up' },
    '/setup': { name: 'setup' },
    '/join': { name: 'sign-up' },
    '/decline': { name: 'decline' },
    '/admin/launch': { name: 'launch' },
    '/admin/jobs': { name: 'jobs' },
    '/unsubscribe': { name: 'unsubscribe' },
};

export function parseRoute(pathname: string): Route {
    const path = pathname.length > 1 ? pathname.replace(/\/+$/, '') : pathname;
    const plain = Object.hasOwn(plainRoutes, path) ? plainRoutes[path] : undefined;
    if (plain) return plain;
    const match = /^\/(tracks|releases)\/([0-9a-zA-Z-]{1,64})$/.exec(path);
    if (!match) return { name: 'not-found' };
    return { name: match[1] === 'tracks' ? 'track' : 'release', id: match[2] ?? '' };
}

export const trackPath = (id: string) => `/tracks/${encodeURIComponent(id)}`;
export const releasePath = (id: string) => `/releases/${encodeURIComponent(id)}`;

/** Where to go after signing in: only paths of this app, never another site. */
export function safeNextPath(search: string): string {
    const next = new URLSearchParams(search).get('next') ?? '/';
    return next.startsWith('/') && !next.startsWith('//') && !next.includes('\\') ? next : '/';
}
