// A small router over the history API. Links are plain <a href>; clicks on them are taken over here.
import { parseRoute, type Route } from './routes';

class Router {
    #path = $state('/');
    #search = $state('');
    /** Counts arrivals, so that the shell can move the focus at each. */
    arrivals = $state(0);

    readonly route: Route = $derived(parseRoute(this.#path));

    get path(): string {
        return this.#path;
    }

    get search(): string {
        return this.#search;
    }

    start(): void {
        this.#readLocation();
        window.addEventListener('popstate', () => {
            this.#readLocation();
            this.arrivals += 1;
        });
        document.addEventListener('click', (event) => this.#takeOverClick(event));
    }

    go(href: string): void {
        history.pushState(null, '', href);
        this.#arrive();
    }

    replace(href: string): void {
        history.replaceState(null, '', href);
        this.#arrive();
    }

    #arrive(): void {
        this.#readLocation();
        window.scrollTo(0, 0);
        this.arrivals += 1;
    }

    #readLocation(): void {
        this.#path = location.pathname;
        this.#search = location.search;
    }

    #takeOverClick(event: MouseEvent): void {
        const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
        if (!isPlain || event.defaultPrevented || !(event.target instanceof Element)) return;
        const link = event.target.closest('a[href]');
        if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download')) return;
        const url = new URL(link.href);
        const isSamePage = url.pathname === location.pathname && url.search === location.search && url.hash !== '';
        if (url.origin !== location.origin || isSamePage) return;
        event.preventDefault();
        if (url.href === location.href) this.replace(url.href);
        else this.go(url.pathname + url.search + url.hash);
    }
}

export const router = new Router();
