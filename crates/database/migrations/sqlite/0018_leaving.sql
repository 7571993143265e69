-- Leaving: archives of everything that a person has here, and accounts that end.

-- When the account ends for good; none: it stays. Until then it is closed, and its owner can take it back.
ALTER TABLE accounts ADD COLUMN leaves_at TEXT;
CREATE INDEX accounts_leaves_at ON accounts (leaves_at) WHERE leaves_at IS NOT NULL;

CREATE TABLE exports (
    id          BLOB NOT NULL PRIMARY KEY,
    account_id  BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    job_id      BLOB NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'failed')),
    blob        TEXT UNIQUE,
    size_bytes  INTEGER CHECK (size_bytes > 0),
    created_at  TEXT NOT NULL,
    expires_at  TEXT,
    CHECK ((state = 'ready') = (blob IS NOT NULL)),
    CHECK ((state = 'ready') = (size_bytes IS NOT NULL)),
    CHECK ((state = 'ready') = (expires_at IS NOT NULL))
) STRICT;
-- One at a time; the one before stays until the new one is ready.
CREATE UNIQUE INDEX exports_ready ON exports (account_id) WHERE state = 'ready';
CREATE UNIQUE INDEX exports_next ON exports (account_id) WHERE state <> 'ready';
