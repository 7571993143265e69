-- Links sent by mail that prove an address: verification, password reset, change of address.

ALTER TABLE accounts ADD COLUMN email_verified_at timestamptz;

CREATE TABLE address_links (
    id          uuid NOT NULL PRIMARY KEY,
    account_id  uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose     text NOT NULL CHECK (purpose IN ('verify', 'reset', 'change')),
    -- The address that the link was sent to.
    email       text NOT NULL,
    token_hash  bytea NOT NULL UNIQUE,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL
);
CREATE INDEX address_links_account_id ON address_links (account_id);
CREATE INDEX address_links_expires_at ON address_links (expires_at);
