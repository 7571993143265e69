-- Invitations to the beta, people who said no to one, and what the launch monitor saw.

CREATE TABLE beta_invites (
    id                     uuid NOT NULL PRIMARY KEY,
    code                   text NOT NULL CHECK (length(code) = 16),
    email                  text NOT NULL,
    email_key              text NOT NULL,
    cohort                 text NOT NULL,
    role                   text NOT NULL CHECK (role IN ('creator', 'listener')),
    used_at                timestamptz,
    used_by                uuid REFERENCES accounts (id) ON DELETE SET NULL,
    has_played             boolean NOT NULL,
    has_uploaded           boolean NOT NULL,
    was_back_after_a_day   boolean NOT NULL,
    was_back_after_a_week  boolean NOT NULL,
    expires_at             timestamptz NOT NULL,
    sent_by                uuid REFERENCES accounts (id) ON DELETE SET NULL,
    replaces               uuid,
    created_at             timestamptz NOT NULL,
    delivery_state         text NOT NULL CHECK (delivery_state IN ('rendered', 'sending', 'sent', 'failed', 'unknown')),
    attempts               integer NOT NULL DEFAULT 0,
    last_smtp_status       text,
    CHECK (used_by IS NULL OR used_at IS NOT NULL)
);
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
    email_key    text NOT NULL PRIMARY KEY,
    cohort       text NOT NULL,
    was_sent     boolean NOT NULL,
    declined_at  timestamptz NOT NULL
);

CREATE TABLE launch_observations (
    id              uuid NOT NULL PRIMARY KEY,
    check_id        uuid NOT NULL,
    checked_at      timestamptz NOT NULL,
    signal          text NOT NULL,
    state           text NOT NULL CHECK (state IN ('green', 'red', 'unchecked')),
    value           text,
    threshold       text NOT NULL,
    observed_at     timestamptz,
    age_limit_s     bigint,
    source          text NOT NULL,
    reason          text NOT NULL,
    UNIQUE (check_id, signal)
);
CREATE INDEX launch_observations_checked_at ON launch_observations (checked_at);
