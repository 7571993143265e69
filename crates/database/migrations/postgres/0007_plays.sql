-- Listening: one row a play, one row a day with its salt, and the daily roll-ups that statistics are read from.
-- Nothing here leads to a person: a listener is a hash under the salt of the day, and the salt goes when the day is final.

CREATE TABLE play_days (
    day           date NOT NULL PRIMARY KEY,
    salt          bytea CHECK (length(salt) = 32),
    rolled_up_at  timestamptz,
    final_at      timestamptz,
    pruned_at     timestamptz,
    CHECK (final_at IS NULL OR (salt IS NULL AND rolled_up_at IS NOT NULL)),
    CHECK (pruned_at IS NULL OR final_at IS NOT NULL)
);

-- A track that is deleted keeps its plays: they are part of its creator's and the instance's days.
CREATE TABLE plays (
    id            uuid NOT NULL PRIMARY KEY,
    track_id      uuid NOT NULL,
    creator_id    uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    day           date NOT NULL,
    listener      bytea NOT NULL CHECK (length(listener) = 16),
    started_at    timestamptz NOT NULL,
    seen_at       timestamptz NOT NULL,
    duration_ms   bigint NOT NULL CHECK (duration_ms > 0),
    threshold_ms  bigint NOT NULL CHECK (threshold_ms BETWEEN 1 AND duration_ms),
    claimed_ms    bigint NOT NULL CHECK (claimed_ms >= 0),
    heard_ms      bigint NOT NULL CHECK (heard_ms BETWEEN 0 AND duration_ms),
    ended         boolean NOT NULL,
    skipped       boolean NOT NULL,
    counted_at    timestamptz,
    CHECK ((counted_at IS NOT NULL) = (heard_ms >= threshold_ms))
);
CREATE INDEX plays_day ON plays (day);
CREATE INDEX plays_creator_id ON plays (creator_id);

CREATE TABLE track_days (
    track_id     uuid NOT NULL,
    day          date NOT NULL,
    creator_id   uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    starts       bigint NOT NULL,
    plays        bigint NOT NULL,
    listeners    bigint NOT NULL,
    completions  bigint NOT NULL,
    skips        bigint NOT NULL,
    heard_ms     bigint NOT NULL,
    PRIMARY KEY (track_id, day)
);
CREATE INDEX track_days_day ON track_days (day);
CREATE INDEX track_days_creator_id ON track_days (creator_id, day);

CREATE TABLE creator_days (
    creator_id   uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    day          date NOT NULL,
    starts       bigint NOT NULL,
    plays        bigint NOT NULL,
    listeners    bigint NOT NULL,
    completions  bigint NOT NULL,
    skips        bigint NOT NULL,
    heard_ms     bigint NOT NULL,
    PRIMARY KEY (creator_id, day)
);
CREATE INDEX creator_days_day ON creator_days (day);

CREATE TABLE instance_days (
    day          date NOT NULL PRIMARY KEY,
    starts       bigint NOT NULL,
    plays        bigint NOT NULL,
    listeners    bigint NOT NULL,
    completions  bigint NOT NULL,
    skips        bigint NOT NULL,
    heard_ms     bigint NOT NULL,
    uploads      bigint NOT NULL,
    sign_ups     bigint NOT NULL
);
