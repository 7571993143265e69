// Whether this browser asks every site not to be tracked (Global Privacy Control, Do Not Track). Then nothing is sent.

interface Asking {
    readonly globalPrivacyControl?: boolean;
    readonly doNotTrack?: string | null;
}

export function asksNotToBeCounted(browser: Asking): boolean {
    return browser.globalPrivacyControl === true || browser.doNotTrack === '1';
}
