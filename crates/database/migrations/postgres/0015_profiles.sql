-- What a person says about themselves, to whom; their exports; and when they leave.

ALTER TABLE accounts ADD COLUMN bio text NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN links jsonb NOT NULL DEFAULT '[]';
ALTER TABLE accounts ADD COLUMN profile_visibility text NOT NULL DEFAULT 'everyone'
    CHECK (profile_visibility IN ('everyone', 'members', 'nobody'));
ALTER TABLE accounts ADD COLUMN deletion_due_at timestamptz;

CREATE TABLE exports (
    id          uuid NOT NULL PRIMARY KEY,
    account_id  uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    state       text NOT NULL CHECK (state IN ('waiting', 'ready', 'failed')),
    blob        text UNIQUE,
    size_bytes  bigint,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    CHECK ((state = 'ready') = (blob IS NOT NULL)),
    CHECK ((state = 'ready') = (size_bytes IS NOT NULL))
);
CREATE INDEX exports_account_id ON exports (account_id);
CREATE INDEX exports_expires_at ON exports (expires_at);
-- One at a time.
CREATE UNIQUE INDEX exports_waiting ON exports (account_id) WHERE state = 'waiting';
