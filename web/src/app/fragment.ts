// What stands behind the # of the page's address. The links of mails carry their secrets there, so that these are sent to no
// server and to no other page.

/** Reads it and takes it away at once, so that it does not stay in the history, a bookmark or a screenshot. */
export function takeFragment(): URLSearchParams {
    const fragment = location.hash;
    if (fragment !== '') history.replaceState(history.state, '', location.pathname + location.search);
    return new URLSearchParams(fragment.replace(/^#/, ''));
}

/** A second link of a mail, opened where the first one was, changes nothing but the fragment: the page begins anew with it. */
export function reloadOnNewFragment(): void {
    window.addEventListener('hashchange', () => {
        if (location.hash.includes('=')) location.reload();
    });
}
