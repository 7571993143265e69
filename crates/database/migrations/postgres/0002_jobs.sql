-- The job queue. A claim sets lease_until and lease_token; only the holder of the token can change the row after that.

CREATE TABLE jobs (
    id                uuid NOT NULL PRIMARY KEY,
    kind              text NOT NULL,
    queue             text NOT NULL,
    args              jsonb NOT NULL,
    unique_key        text,
    state             text NOT NULL CHECK (state IN ('scheduled', 'available', 'running', 'retryable', 'completed', 'dead', 'cancelled')),
    attempt           integer NOT NULL CHECK (attempt >= 0),
    max_attempts      integer NOT NULL CHECK (max_attempts >= 1),
    run_at            timestamptz NOT NULL,
    worker_id         uuid,
    lease_token       uuid,
    lease_until       timestamptz,
    stage             text,
    progress_percent  integer NOT NULL CHECK (progress_percent BETWEEN 0 AND 100),
    last_error        text,
    created_at        timestamptz NOT NULL,
    finalized_at      timestamptz,
    CHECK ((finalized_at IS NOT NULL) = (state IN ('completed', 'dead', 'cancelled'))),
    CHECK ((lease_token IS NOT NULL) = (state = 'running')),
    CHECK ((lease_until IS NOT NULL) = (state = 'running'))
);
CREATE UNIQUE INDEX jobs_unique_key ON jobs (unique_key) WHERE unique_key IS NOT NULL AND finalized_at IS NULL;
CREATE INDEX jobs_claimable ON jobs (queue, run_at, id) WHERE state IN ('scheduled', 'available', 'retryable');
CREATE INDEX jobs_leased ON jobs (lease_until) WHERE state = 'running';
