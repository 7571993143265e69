// Work that repeats while somebody can see the page. A tab in the background asks for nothing, and asks at once when it is
// looked at again.

/** Does it now, and again and again; gives what ends it. */
export function whileVisible(work: () => void, everyMs: number): () => void {
    let timer: ReturnType<typeof setInterval> | undefined;

    function follow(): void {
        clearInterval(timer);
        if (document.hidden) return;
        timer = setInterval(work, everyMs);
        work();
    }

    document.addEventListener('visibilitychange', follow);
    follow();
    return () => {
        clearInterval(timer);
        document.removeEventListener('visibilitychange', follow);
    };
}
