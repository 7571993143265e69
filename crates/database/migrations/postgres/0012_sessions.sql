-- What lets somebody in: browsers, clients with refresh tokens, API tokens. All are sessions, so that ending one is one DELETE.

CREATE TABLE app_passwords (
    id            uuid NOT NULL PRIMARY KEY,
    account_id    uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name          text NOT NULL,
    secret_hash   bytea NOT NULL UNIQUE,
    created_at    timestamptz NOT NULL,
    last_used_at  timestamptz
);
CREATE INDEX app_passwords_account_id ON app_passwords (account_id);

ALTER TABLE sessions ADD COLUMN kind text NOT NULL DEFAULT 'web' CHECK (kind IN ('web', 'client', 'api'));
ALTER TABLE sessions ADD COLUMN name text NOT NULL DEFAULT '';
-- Words separated by spaces; NULL: everything that the person may do.
ALTER TABLE sessions ADD COLUMN scopes text;
ALTER TABLE sessions ADD COLUMN last_seen_at timestamptz;
ALTER TABLE sessions ADD COLUMN app_password_id uuid REFERENCES app_passwords (id) ON DELETE CASCADE;
CREATE INDEX sessions_app_password_id ON sessions (app_password_id) WHERE app_password_id IS NOT NULL;

-- The refresh tokens of a client's session are a family: used ones stay, so that using one again is noticed.
CREATE TABLE refresh_tokens (
    token_hash        bytea NOT NULL PRIMARY KEY,
    session_id        uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at        timestamptz NOT NULL,
    used_at           timestamptz,
    successor_sealed  bytea,
    CHECK ((used_at IS NULL) = (successor_sealed IS NULL))
);
CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id);
-- A family has one token that can be used.
CREATE UNIQUE INDEX refresh_tokens_living ON refresh_tokens (session_id) WHERE used_at IS NULL;

-- Keys that sign access tokens. One signs at a time; the others are there to verify, or wait for their turn.
CREATE TABLE signing_keys (
    id              uuid NOT NULL PRIMARY KEY,
    generation      integer NOT NULL UNIQUE,
    secret_sealed   bytea NOT NULL,
    public_key      bytea NOT NULL,
    signs_from      timestamptz NOT NULL,
    signs_until     timestamptz NOT NULL,
    verifies_until  timestamptz NOT NULL,
    CHECK (signs_from < signs_until AND signs_until < verifies_until)
);
