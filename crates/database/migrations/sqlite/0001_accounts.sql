-- People and their sessions. Ids are UUIDv7 as 16-byte BLOBs; times are RFC 3339 UTC text with microseconds at most.

CREATE TABLE instance (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    set_up_at  TEXT
) STRICT;
INSERT INTO instance (id, set_up_at) VALUES (1, NULL);

CREATE TABLE accounts (
    id             BLOB NOT NULL PRIMARY KEY,
    email          TEXT NOT NULL,
    email_key      TEXT NOT NULL UNIQUE,
    display_name   TEXT NOT NULL,
    password_hash  TEXT NOT NULL,
    role           TEXT NOT NULL CHECK (role IN ('admin', 'creator', 'listener')),
    created_at     TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
    id          BLOB NOT NULL PRIMARY KEY,
    account_id  BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash  BLOB NOT NULL UNIQUE,
    created_at  TEXT NOT NULL,
    expires_at  TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_account_id ON sessions (account_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);
