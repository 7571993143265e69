-- Links sent by mail that prove an address: verification, password reset, change of address.

ALTER TABLE accounts ADD COLUMN email_verified_at TEXT;

CREATE TABLE address_links (
    id          BLOB NOT NULL PRIMARY KEY,
    account_id  BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose     TEXT NOT NULL CHECK (purpose IN ('verify', 'reset', 'change')),
    -- The address that the link was sent to.
    email       TEXT NOT NULL,
    token_hash  BLOB NOT NULL UNIQUE,
    created_at  TEXT NOT NULL,
    expires_at  TEXT NOT NULL
) STRICT;
CREATE INDEX address_links_account_id ON address_links (account_id);
CREATE INDEX address_links_expires_at ON address_links (expires_at);
