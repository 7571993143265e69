-- The queue in full: why attempts failed, runs of the schedule, and a table that is vacuumed as fast as it changes.

CREATE TABLE job_failures (
    job_id     uuid NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    attempt    integer NOT NULL,
    failed_at  timestamptz NOT NULL,
    error      text NOT NULL,
    PRIMARY KEY (job_id, attempt)
);

-- A run of the schedule, inserted with its job: of many workers one makes it.
CREATE TABLE cron_runs (
    name    text NOT NULL,
    due_at  timestamptz NOT NULL,
    job_id  uuid,
    PRIMARY KEY (name, due_at)
);

CREATE INDEX jobs_finalized ON jobs (finalized_at) WHERE finalized_at IS NOT NULL;
ALTER TABLE jobs SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
