-- People and their sessions. Ids are UUIDv7.

CREATE TABLE instance (
    id         integer NOT NULL PRIMARY KEY CHECK (id = 1),
    set_up_at  timestamptz
);
INSERT INTO instance (id, set_up_at) VALUES (1, NULL);

CREATE TABLE accounts (
    id             uuid NOT NULL PRIMARY KEY,
    email          text NOT NULL,
    email_key      text NOT NULL UNIQUE,
    display_name   text NOT NULL,
    password_hash  text NOT NULL,
    role           text NOT NULL CHECK (role IN ('admin', 'creator', 'listener')),
    created_at     timestamptz NOT NULL
);

CREATE TABLE sessions (
    id          uuid NOT NULL PRIMARY KEY,
    account_id  uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash  bytea NOT NULL UNIQUE,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL
);
CREATE INDEX sessions_account_id ON sessions (account_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);
