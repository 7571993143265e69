// Sends one recording.
import { sendBytes, type Sending } from '../../api/send_bytes';
import type { Track } from '../../api/types';

export function sendFile(file: File, onProgress: (sentBytes: number) => void): Sending<Track> {
    return sendBytes('POST', `/api/v1/uploads?file_name=${encodeURIComponent(file.name)}`, file, onProgress);
}
