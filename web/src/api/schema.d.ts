/** The wire types, by hand in the shape of openapi-typescript until docs/openapi.json is there. */
export interface paths {
    '/api/v1/instance': { get: { responses: { 200: Json<components['schemas']['Instance']>; default: Problem } } };
    '/api/v1/setup': { post: Sends<components['schemas']['SetUp'], { 201: Json<components['schemas']['Account']> }> };
    '/api/v1/accounts': {
        post: Sends<components['schemas']['SignUp'], { 201: Json<components['schemas']['Account']> }>;
    };
    '/api/v1/sessions': {
        post: Sends<components['schemas']['Credentials'], { 201: Json<components['schemas']['Account']> }>;
    };
    '/api/v1/sessions/current': { delete: { responses: { 204: { content?: never }; default: Problem } } };
    '/api/v1/accounts/me': { get: { responses: { 200: Json<components['schemas']['Account']>; default: Problem } } };
    '/api/v1/tracks': {
        get: { parameters: Page; responses: { 200: Json<components['schemas']['TrackPage']>; default: Problem } };
    };
    '/api/v1/accounts/me/tracks': {
        get: { parameters: Page; responses: { 200: Json<components['schemas']['TrackPage']>; default: Problem } };
    };
    '/api/v1/tracks/{id}': {
        get: { parameters: ById; responses: { 200: Json<components['schemas']['Track']>; default: Problem } };
        patch: { parameters: ById } & Sends<
            components['schemas']['RenameTrack'],
            { 200: Json<components['schemas']['Track']> }
        >;
        delete: { parameters: ById; responses: { 204: { content?: never }; default: Problem } };
    };
    '/api/v1/releases': {
        get: { parameters: Page; responses: { 200: Json<components['schemas']['ReleasePage']>; default: Problem } };
    };
    '/api/v1/releases/{id}': {
        get: { parameters: ById; responses: { 200: Json<components['schemas']['Release']>; default: Problem } };
    };
}
type Page = { query?: { limit?: number; cursor?: string } };
type ById = { path: { id: string } };
type Json<T> = { content: { 'application/json': T } };
type Problem = { content: { 'application/problem+json': components['schemas']['ProblemDetails'] } };
type Sends<B, R> = { requestBody: { content: { 'application/json': B } }; responses: R & { default: Problem } };
export interface components {
    schemas: {
        Account: {
            id: string;
            email: string;
            display_name: string;
            role: string;
            may_upload: boolean;
            created_at: string;
        };
        SetUp: { token: string; email: string; display_name: string; password: string };
        SignUp: { email: string; display_name: string; password: string };
        Credentials: { email: string; password: string };
        Instance: {
            name: string;
            version: string;
            setup_required: boolean;
            registration: string;
            upload_max_bytes: number;
            accepted_extensions: string[];
        };
        ArtistReference: { id: string; display_name: string };
        ReleaseReference: { id: string; title: string; artwork_url: string | null };
        TrackState: 'queued' | 'encoding' | 'published' | 'failed';
        Failure: { code: string; detail: string };
        Playback: { hls_url: string; lossless_hls_url: string | null; waveform_url: string; progressive_url: string };
        Track: {
            id: string;
            title: string;
            artist: components['schemas']['ArtistReference'];
            release: components['schemas']['ReleaseReference'] | null;
            position: number | null;
            state: components['schemas']['TrackState'];
            progress: number;
            stage: string | null;
            failure: components['schemas']['Failure'] | null;
            duration_ms: number | null;
            loudness_lufs: number | null;
            true_peak_dbtp: number | null;
            lossless: boolean;
            playback: components['schemas']['Playback'] | null;
            created_at: string;
            published_at: string | null;
        };
        TrackPage: { items: components['schemas']['Track'][]; next_cursor: string | null };
        RenameTrack: { title: string };
        Release: {
            id: string;
            title: string;
            artist: components['schemas']['ArtistReference'];
            artwork_url: string | null;
            track_count: number;
            released_at: string;
            tracks?: components['schemas']['Track'][];
        };
        ReleasePage: { items: components['schemas']['Release'][]; next_cursor: string | null };
        ErrorCode:
            | 'invalid_body'
            | 'invalid_query'
            | 'unauthenticated'
            | 'wrong_credentials'
            | 'forbidden'
            | 'origin_refused'
            | 'setup_token_wrong'
            | 'registration_closed'
            | 'not_found'
            | 'method_not_allowed'
            | 'upload_incomplete'
            | 'email_taken'
            | 'setup_done'
            | 'body_too_large'
            | 'upload_too_large'
            | 'unsupported_media_type'
            | 'range_not_satisfiable'
            | 'validation_failed'
            | 'upload_empty'
            | 'upload_not_audio'
            | 'too_many_requests'
            | 'internal'
            | 'unavailable'
            | 'storage_full';
        FieldProblem: { pointer: string; code: string; detail: string };
        ProblemDetails: {
            type: string;
            title: string;
            status: number;
            code: components['schemas']['ErrorCode'];
            detail: string;
            request_id: string;
            errors?: components['schemas']['FieldProblem'][];
        };
    };
}
