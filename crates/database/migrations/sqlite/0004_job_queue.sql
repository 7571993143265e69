-- The queue in full: why attempts failed, and runs of the schedule.

CREATE TABLE job_failures (
    job_id     BLOB NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    attempt    INTEGER NOT NULL,
    failed_at  TEXT NOT NULL,
    error      TEXT NOT NULL,
    PRIMARY KEY (job_id, attempt)
) STRICT, WITHOUT ROWID;

-- A run of the schedule, inserted with its job: of many workers one makes it.
CREATE TABLE cron_runs (
    name    TEXT NOT NULL,
    due_at  TEXT NOT NULL,
    job_id  BLOB,
    PRIMARY KEY (name, due_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX jobs_finalized ON jobs (finalized_at) WHERE finalized_at IS NOT NULL;
