// The token of a link from a mail. It stands behind the #, so that it is sent to no server and to no other page, and it
// is taken out of the address bar at once.

export function takeLinkToken(): string {
    const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
    if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
    return token;
}
