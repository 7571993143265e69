// The addresses of the app, both ways. What is shown at an address is in Shell.svelte.

export type Route =
    | { name: 'home' }
    | { name: 'upload' }
    | { name: 'my-music' }
    | { name: 'statistics' }
    | { name: 'track'; id: string }
    | { name: 'release'; id: string }
    | { name: 'sign-in' }
    | { name: 'sign-up' }
    | { name: 'setup' }
    | { name: 'account'; page: AccountPageName }
    | { name: 'administration'; page: AdministrationPageName }
    | { name: 'mail-link'; page: MailLinkPageName }
    | { name: 'decline' }
    | { name: 'unsubscribe' }
    | { name: 'status' }
    | { name: 'not-found' };

export type AccountPageName = 'profile' | 'security' | 'sessions' | 'tokens' | 'data';
export type AdministrationPageName = 'people' | 'roles' | 'jobs' | 'audit' | 'launch';
export type MailLinkPageName = 'forgotten' | 'reset' | 'verify' | 'confirm';

const plainRoutes: Record<string, Route> = {
    '/': { name: 'home' },
    '/upload': { name: 'upload' },
    '/me': { name: 'my-music' },
    '/me/statistics': { name: 'statistics' },
    '/sign-in': { name: 'sign-in' },
    '/sign-up': { name: 'sign-up' },
    '/setup': { name: 'setup' },
    '/admin/people': { name: 'administration', page: 'people' },
    '/admin/roles': { name: 'administration', page: 'roles' },
    '/admin/launch': { name: 'administration', page: 'launch' },
    '/admin/jobs': { name: 'administration', page: 'jobs' },
    '/admin/audit': { name: 'administration', page: 'audit' },
    '/account': { name: 'account', page: 'profile' },
    '/account/security': { name: 'account', page: 'security' },
    '/account/sessions': { name: 'account', page: 'sessions' },
    '/account/tokens': { name: 'account', page: 'tokens' },
    '/account/data': { name: 'account', page: 'data' },
    '/forgotten-password': { name: 'mail-link', page: 'forgotten' },
    '/reset-password': { name: 'mail-link', page: 'reset' },
    '/verify-address': { name: 'mail-link', page: 'verify' },
    '/confirm-address': { name: 'mail-link', page: 'confirm' },
    '/join': { name: 'sign-up' },
    '/decline': { name: 'decline' },
    '/unsubscribe': { name: 'unsubscribe' },
    '/status': { name: 'status' },
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
