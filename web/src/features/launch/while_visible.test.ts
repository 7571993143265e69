import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whileVisible } from './while_visible';

class Page extends EventTarget {
    hidden = false;

    show(isShown: boolean): void {
        this.hidden = !isShown;
        this.dispatchEvent(new Event('visibilitychange'));
    }
}

let page = new Page();

beforeEach(() => {
    page = new Page();
    vi.stubGlobal('document', page);
    vi.useFakeTimers();
});
afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

it('works at once, and again after each while', () => {
    const work = vi.fn();
    const stop = whileVisible(work, 60_000);
    expect(work).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(180_000);
    expect(work).toHaveBeenCalledTimes(4);
    stop();
});

it('rests while nobody looks, and works at once when somebody looks again', () => {
    page.hidden = true;
    const work = vi.fn();
    const stop = whileVisible(work, 60_000);
    vi.advanceTimersByTime(600_000);
    expect(work).not.toHaveBeenCalled();
    page.show(true);
    expect(work).toHaveBeenCalledTimes(1);
    page.show(false);
    vi.advanceTimersByTime(600_000);
    expect(work).toHaveBeenCalledTimes(1);
    stop();
});

it('leaves nothing behind', () => {
    const work = vi.fn();
    whileVisible(work, 60_000)();
    page.show(true);
    vi.advanceTimersByTime(600_000);
    expect(work).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
});
