-- Leaving: archives of everything that a person has here, and accounts that end.

-- When the account ends for good; none: it stays. Until then it is closed, and its owner can take it back.
ALTER TABLE accounts ADD COLUMN leaves_at timestamptz;
CREATE INDEX accounts_leaves_at ON accounts (leaves_at) WHERE leaves_at IS NOT NULL;

CREATE TABLE exports (
    id          uuid NOT NULL PRIMARY KEY,
    account_id  uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    job_id      uuid NOT NULL,
    state       text NOT NULL CHECK (state IN ('waiting', 'ready', 'failed')),
    blob        text UNIQUE,
    size_bytes  bigint CHECK (size_bytes > 0),
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz,
    CHECK ((state = 'ready') = (blob IS NOT NULL)),
    CHECK ((state = 'ready') = (size_bytes IS NOT NULL)),
    CHECK ((state = 'ready') = (expires_at IS NOT NULL))
);
-- One at a time; the one before stays until the new one is ready.
CREATE UNIQUE INDEX exports_ready ON exports (account_id) WHERE state = 'ready';
CREATE UNIQUE INDEX exports_next ON exports (account_id) WHERE state <> 'ready';
