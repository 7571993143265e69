// Short news for people who do not see the page: the shell says them in a live region.

class Announcements {
    text = $state('');

    say(text: string): void {
        // The same sentence twice is only read out when something about it differs.
        this.text = this.text === text ? `${text}\u00a0` : text;
    }
}

export const announcements = new Announcements();
