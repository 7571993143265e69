// Sends a file as the body of a request. XMLHttpRequest, since fetch does not tell how far it is.
import { Problem } from './problem';

export interface Sending<T> {
    /** The answer, or a thrown `Problem`. */
    finished: Promise<T>;
    cancel(): void;
}

export function sendBytes<T>(
    method: 'POST' | 'PUT',
    address: string,
    file: Blob,
    onProgress: (sentBytes: number) => void,
): Sending<T> {
    const request = new XMLHttpRequest();
    const finished = new Promise<T>((resolve, reject) => {
        request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
        request.addEventListener('load', () => {
            const body = parsed(request.responseText);
            if (request.status >= 200 && request.status < 300 && body !== null) resolve(body as T);
            else reject(Problem.fromAnswer(request.status, body));
        });
        request.addEventListener('error', () => reject(Problem.network()));
        request.addEventListener('abort', () => reject(Problem.network()));
    });
    request.open(method, address);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Accept', 'application/json, application/problem+json');
    request.send(file);
    return { finished, cancel: () => request.abort() };
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return null;
    }
}
