-- Invitations to the beta, people who said no to one, and what the launch monitor saw.

CREATE TABLE beta_invites (
    id                     BLOB NOT NULL PRIMARY KEY,
    code                   TEXT NOT NULL CHECK (length(code) = 16),
    email                  TEXT NOT NULL,
    email_key              TEXT NOT NULL,
    cohort                 TEXT NOT NULL,
    role                   TEXT NOT NULL CHECK (role IN ('creator', 'listener')),
    used_at                TEXT,
    used_by                BLOB REFERENCES accounts (id) ON DELETE SET NULL,
    has_played             INTEGER NOT NULL CHECK (has_played IN (0, 1)),
    has_uploaded           INTEGER NOT NULL CHECK (has_uploaded IN (0, 1)),
    was_back_after_a_day   INTEGER NOT NULL CHECK (was_back_after_a_day IN (0, 1)),
    was_back_after_a_week  INTEGER NOT NULL CHECK (was_back_after_a_week IN (0, 1)),
    expires_at             TEXT NOT NULL,
    sent_by                BLOB REFERENCES accounts (id) ON DELETE SET NULL,
    replaces               BLOB,
    created_at             TEXT NOT NULL,
    delivery_state         TEXT NOT NULL CHECK (delivery_state IN ('rendered', 'sending', 'sent', 'failed', 'unknown')),
    attempts               INTEGER NOT NULL DEFAULT 0,
    last_smtp_status       TEXT,
    CHECK (used_by IS NULL OR used_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX beta_invites_code ON beta_invites (code);
-- One live invitation per address.
CREATE UNIQUE INDEX beta_invites_live ON beta_invites (email_key) WHERE used_at IS NULL;
-- The attribution report.
CREATE INDEX beta_invites_cohort ON beta_invites (cohort, created_at);
-- A no to the letter of an invitation that expired and was made anew.
CREATE INDEX beta_invites_replaces ON beta_invites (replaces) WHERE replaces IS NOT NULL;
-- The clean-up.
CREATE INDEX beta_invites_expires_at ON beta_invites (expires_at) WHERE used_at IS NULL;
CREATE INDEX beta_invites_used_by ON beta_invites (used_by) WHERE used_by IS NOT NULL;
CREATE INDEX beta_invites_sent_by ON beta_invites (sent_by) WHERE sent_by IS NOT NULL;

CREATE TABLE declined_invitations (
    email_key    TEXT NOT NULL PRIMARY KEY,
    cohort       TEXT NOT NULL,
    was_sent     INTEGER NOT NULL CHECK (was_sent IN (0, 1)),
    declined_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE launch_observations (
    id              BLOB NOT NULL PRIMARY KEY,
    check_id        BLOB NOT NULL,
    checked_at      TEXT NOT NULL,
    signal          TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('green', 'red', 'unchecked')),
    value           TEXT,
    threshold       TEXT NOT NULL,
    observed_at     TEXT,
    age_limit_s     INTEGER,
    source          TEXT NOT NULL,
    reason          TEXT NOT NULL,
    UNIQUE (check_id, signal)
) STRICT;
CREATE INDEX launch_observations_checked_at ON launch_observations (checked_at);
