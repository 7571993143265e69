// Sends one file. XMLHttpRequest, since fetch does not tell how far an upload is.
import { Problem } from '../../api/problem';
import type { Track } from '../../api/types';

export interface Sending {
    /** The new track, or a thrown `Problem`. */
    finished: Promise<Track>;
    cancel(): void;
}

export function sendFile(file: File, onProgress: (sentBytes: number) => void): Sending {
    const request = new XMLHttpRequest();
    const finished = new Promise<Track>((resolve, reject) => {
        request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
        request.addEventListener('load', () => {
            const body = parsed(request.responseText);
            if (request.status >= 200 && request.status < 300 && body !== null) resolve(body as Track);
            else reject(Problem.fromAnswer(request.status, body));
        });
        request.addEventListener('error', () => reject(Problem.network()));
        request.addEventListener('abort', () => reject(Problem.network()));
    });
    request.open('POST', `/api/v1/uploads?file_name=${encodeURIComponent(file.name)}`);
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
