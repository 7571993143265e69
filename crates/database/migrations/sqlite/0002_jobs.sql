-- The job queue. A claim sets lease_until and lease_token; only the holder of the token can change the row after that.

CREATE TABLE jobs (
    id                BLOB NOT NULL PRIMARY KEY,
    kind              TEXT NOT NULL,
    queue             TEXT NOT NULL,
    args              TEXT NOT NULL,
    unique_key        TEXT,
    state             TEXT NOT NULL CHECK (state IN ('scheduled', 'available', 'running', 'retryable', 'completed', 'dead', 'cancelled')),
    attempt           INTEGER NOT NULL CHECK (attempt >= 0),
    max_attempts      INTEGER NOT NULL CHECK (max_attempts >= 1),
    run_at            TEXT NOT NULL,
    worker_id         BLOB,
    lease_token       BLOB,
    lease_until       TEXT,
    stage             TEXT,
    progress_percent  INTEGER NOT NULL CHECK (progress_percent BETWEEN 0 AND 100),
    last_error        TEXT,
    created_at        TEXT NOT NULL,
    finalized_at      TEXT,
    CHECK ((finalized_at IS NOT NULL) = (state IN ('completed', 'dead', 'cancelled'))),
    CHECK ((lease_token IS NOT NULL) = (state = 'running')),
    CHECK ((lease_until IS NOT NULL) = (state = 'running'))
) STRICT;
CREATE UNIQUE INDEX jobs_unique_key ON jobs (unique_key) WHERE unique_key IS NOT NULL AND finalized_at IS NULL;
CREATE INDEX jobs_claimable ON jobs (queue, run_at, id) WHERE state IN ('scheduled', 'available', 'retryable');
CREATE INDEX jobs_leased ON jobs (lease_until) WHERE state = 'running';
