-- The second factor: a TOTP secret (sealed), recovery codes (hashed), and the ticket between the two steps of signing in.

CREATE TABLE two_factors (
    account_id     uuid NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    secret_sealed  bytea NOT NULL,
    -- NULL while it is being set up.
    confirmed_at   timestamptz,
    -- The last time step whose code was accepted: a code is used once.
    last_step      bigint NOT NULL,
    failures       integer NOT NULL CHECK (failures >= 0),
    blocked_until  timestamptz,
    created_at     timestamptz NOT NULL
);

CREATE TABLE recovery_codes (
    account_id  uuid NOT NULL REFERENCES two_factors (account_id) ON DELETE CASCADE,
    code_hash   bytea NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);

CREATE TABLE sign_in_tickets (
    token_hash   bytea NOT NULL PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    device_name  text NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX sign_in_tickets_account_id ON sign_in_tickets (account_id);
CREATE INDEX sign_in_tickets_expires_at ON sign_in_tickets (expires_at);
