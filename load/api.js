// Load on the API and the streaming role: people who open the page, look around, and listen to a track from its
// playlist to its last segment. Run by scripts/nightly-load.sh; see there for the variables.
import http from 'k6/http';
import { check, group, sleep } from 'k6';
import { Counter } from 'k6/metrics';

const base = __ENV.BASE_URL;
const visitors = Number(__ENV.VISITORS || 20);
const listeners = Number(__ENV.LISTENERS || 20);
const duration = __ENV.DURATION || '60s';
const pause = Number(__ENV.PAUSE || 1);
const tolerance = Number(__ENV.TOLERANCE || 1);

const heardBytes = new Counter('heard_bytes');
const refusedByLimits = new Counter('refused_by_limits');
/** Tracks that are younger may be those of a synthetic journey, and gone before the run ends. */
const oldEnough = 15 * 60 * 1000;

export const options = {
    scenarios: {
        visit: { executor: 'constant-vus', exec: 'visit', vus: visitors, duration },
        listen: { executor: 'constant-vus', exec: 'listen', vus: listeners, duration },
    },
    thresholds: {
        checks: ['rate>0.999'],
        http_req_failed: ['rate<0.001'],
        'http_req_duration{kind:api}': [`p(95)<${250 * tolerance}`, `p(99)<${1000 * tolerance}`],
        'http_req_duration{kind:playlist}': [`p(95)<${250 * tolerance}`],
        'http_req_duration{kind:segment}': [`p(95)<${500 * tolerance}`],
    },
};

const api = (path) => http.get(`${base}${path}`, { tags: { kind: 'api' } });

/** What can be listened to; without a track the run proves nothing and stops. */
export function setup() {
    const answer = api('/api/v1/tracks?limit=20');
    if (answer.status !== 200) throw new Error(`${base} answers ${answer.status}: is an instance there, and up?`);
    const published = answer.json('items').filter((track) => track.playback);
    const old = published.filter((track) => Date.now() - Date.parse(track.published_at) > oldEnough);
    const tracks = old.length > 0 ? old : published.filter((track) => track.title !== 'journey');
    if (tracks.length === 0) throw new Error(`there is no published track at ${base}: upload one, and keep it`);
    return { playlists: tracks.map((track) => track.playback.hls_url), ids: tracks.map((track) => track.id) };
}

const one = (list) => list[Math.floor(Math.random() * list.length)];

function isGood(answer) {
    if (answer.status === 429) refusedByLimits.add(1);
    return check(answer, { 'status is 200': ({ status }) => status === 200 });
}

export function visit({ ids }) {
    group('visit', () => {
        isGood(http.get(`${base}/`, { tags: { kind: 'page' } }));
        isGood(api('/api/v1/instance'));
        isGood(api('/api/v1/tracks'));
        isGood(api('/api/v1/releases'));
        isGood(api(`/api/v1/tracks/${one(ids)}`));
    });
    sleep(pause);
}

export function listen({ playlists }) {
    const master = one(playlists);
    group('listen', () => {
        const variants = lines(http.get(base + master, { tags: { kind: 'playlist' } }));
        if (variants.length === 0) return;
        const playlist = beside(master, variants[0]);
        const answer = http.get(base + playlist, { tags: { kind: 'playlist' } });
        const init = /#EXT-X-MAP:URI="([^"]+)"/.exec(answer.body);
        for (const segment of (init ? [init[1]] : []).concat(lines(answer))) {
            const heard = http.get(base + beside(playlist, segment), { responseType: 'binary', tags: { kind: 'segment' } });
            if (isGood(heard)) heardBytes.add(heard.body.byteLength);
        }
    });
    sleep(pause);
}

/** The addresses in a playlist. */
function lines(answer) {
    if (!isGood(answer)) return [];
    return answer.body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** An address in a playlist, seen from the playlist's own. */
function beside(playlist, address) {
    return address.startsWith('/') ? address : playlist.slice(0, playlist.lastIndexOf('/') + 1) + address;
}

export function handleSummary(data) {
    const ms = (name) => (data.metrics[name] ? Math.round(data.metrics[name].values['p(95)']) : '-');
    const text = `p(95): api ${ms('http_req_duration{kind:api}')} ms, playlists ${ms('http_req_duration{kind:playlist}')} ms, segments ${ms('http_req_duration{kind:segment}')} ms; requests ${data.metrics.http_reqs.values.count}\n`;
    const refused = data.metrics.refused_by_limits;
    const advice = refused
        ? `${refused.values.count} requests were refused by the instance's own limits (429): put the address of this machine, as the instance sees it, into limits.exempt\n`
        : '';
    return { [__ENV.SUMMARY]: JSON.stringify(data, null, 2), stdout: text + advice };
}
