-- What lets somebody in: browsers, clients with refresh tokens, API tokens. All are sessions, so that ending one is one DELETE.

CREATE TABLE app_passwords (
    id            BLOB NOT NULL PRIMARY KEY,
    account_id    BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    secret_hash   BLOB NOT NULL UNIQUE,
    created_at    TEXT NOT NULL,
    last_used_at  TEXT
) STRICT;
CREATE INDEX app_passwords_account_id ON app_passwords (account_id);

ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'web' CHECK (kind IN ('web', 'client', 'api'));
ALTER TABLE sessions ADD COLUMN name TEXT NOT NULL DEFAULT '';
-- Words separated by spaces; NULL: everything that the person may do.
ALTER TABLE sessions ADD COLUMN scopes TEXT;
ALTER TABLE sessions ADD COLUMN last_seen_at TEXT;
ALTER TABLE sessions ADD COLUMN app_password_id BLOB REFERENCES app_passwords (id) ON DELETE CASCADE;
CREATE INDEX sessions_app_password_id ON sessions (app_password_id) WHERE app_password_id IS NOT NULL;

-- The refresh tokens of a client's session are a family: used ones stay, so that using one again is noticed.
CREATE TABLE refresh_tokens (
    token_hash        BLOB NOT NULL PRIMARY KEY,
    session_id        BLOB NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at        TEXT NOT NULL,
    used_at           TEXT,
    successor_sealed  BLOB,
    CHECK ((used_at IS NULL) = (successor_sealed IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id);
-- A family has one token that can be used.
CREATE UNIQUE INDEX refresh_tokens_living ON refresh_tokens (session_id) WHERE used_at IS NULL;

-- Keys that sign access tokens. One signs at a time; the others are there to verify, or wait for their turn.
CREATE TABLE signing_keys (
    id              BLOB NOT NULL PRIMARY KEY,
    generation      INTEGER NOT NULL UNIQUE,
    secret_sealed   BLOB NOT NULL,
    public_key      BLOB NOT NULL,
    signs_from      TEXT NOT NULL,
    signs_until     TEXT NOT NULL,
    verifies_until  TEXT NOT NULL,
    CHECK (signs_from < signs_until AND signs_until < verifies_until)
) STRICT;
