// The counter of this page, put together: what it hears, where its reports go, and when nothing is said.
import { asksNotToBeCounted } from './counting_choice';
import { PlayCounter } from './play_counter';
import { PlayOutbox, sendPlays, sendPlaysLast } from './play_outbox';
import { randomUuid, visitId } from './visit';

export interface PlayCounting {
    counter: PlayCounter;
    /** The page goes away. */
    leavePage: () => void;
    /** Takes back what has not been sent yet. */
    forget: () => void;
}

/** Whether the browser asks every site not to be tracked; then it does not matter what was chosen here. */
export const browserAsksNotToBeCounted = (): boolean => asksNotToBeCounted(navigator);

export function countPlays(mayCount: () => boolean): PlayCounting {
    const nowMs = () => performance.now();
    const outbox = new PlayOutbox({
        send: sendPlays,
        sendLast: sendPlaysLast,
        visitId,
        nowMs,
        later: (work, delayMs) => {
            const timer = setTimeout(work, delayMs);
            return () => clearTimeout(timer);
        },
    });
    const counter = new PlayCounter({ report: (report) => outbox.add(report), mayCount, nowMs, newId: randomUuid });
    window.addEventListener('online', () => outbox.hurry());
    return {
        counter,
        leavePage: () => {
            counter.leavePage();
            outbox.flushLast();
        },
        forget: () => outbox.clear(),
    };
}
