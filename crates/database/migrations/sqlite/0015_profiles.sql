-- What a person says about themselves, to whom; their exports; and when they leave.

ALTER TABLE accounts ADD COLUMN bio TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN links TEXT NOT NULL DEFAULT '[]';
ALTER TABLE accounts ADD COLUMN profile_visibility TEXT NOT NULL DEFAULT 'everyone'
    CHECK (profile_visibility IN ('everyone', 'members', 'nobody'));
ALTER TABLE accounts ADD COLUMN deletion_due_at TEXT;

CREATE TABLE exports (
    id          BLOB NOT NULL PRIMARY KEY,
    account_id  BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'failed')),
    blob        TEXT UNIQUE,
    size_bytes  INTEGER,
    created_at  TEXT NOT NULL,
    expires_at  TEXT NOT NULL,
    CHECK ((state = 'ready') = (blob IS NOT NULL)),
    CHECK ((state = 'ready') = (size_bytes IS NOT NULL))
) STRICT;
CREATE INDEX exports_account_id ON exports (account_id);
CREATE INDEX exports_expires_at ON exports (expires_at);
-- One at a time.
CREATE UNIQUE INDEX exports_waiting ON exports (account_id) WHERE state = 'waiting';
