-- The second factor: a TOTP secret (sealed), recovery codes (hashed), and the ticket between the two steps of signing in.

CREATE TABLE two_factors (
    account_id     BLOB NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    secret_sealed  BLOB NOT NULL,
    -- NULL while it is being set up.
    confirmed_at   TEXT,
    -- The last time step whose code was accepted: a code is used once.
    last_step      INTEGER NOT NULL,
    failures       INTEGER NOT NULL CHECK (failures >= 0),
    blocked_until  TEXT,
    created_at     TEXT NOT NULL
) STRICT;

CREATE TABLE recovery_codes (
    account_id  BLOB NOT NULL REFERENCES two_factors (account_id) ON DELETE CASCADE,
    code_hash   BLOB NOT NULL,
    PRIMARY KEY (account_id, code_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_tickets (
    token_hash   BLOB NOT NULL PRIMARY KEY,
    account_id   BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    device_name  TEXT NOT NULL,
    expires_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_tickets_account_id ON sign_in_tickets (account_id);
CREATE INDEX sign_in_tickets_expires_at ON sign_in_tickets (expires_at);
