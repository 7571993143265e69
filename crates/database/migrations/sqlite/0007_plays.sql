-- Listening: one row a play, one row a day with its salt, and the daily roll-ups that statistics are read from.
-- Nothing here leads to a person: a listener is a hash under the salt of the day, and the salt goes when the day is final.

CREATE TABLE play_days (
    day           TEXT NOT NULL PRIMARY KEY,
    salt          BLOB CHECK (length(salt) = 32),
    rolled_up_at  TEXT,
    final_at      TEXT,
    pruned_at     TEXT,
    CHECK (final_at IS NULL OR (salt IS NULL AND rolled_up_at IS NOT NULL)),
    CHECK (pruned_at IS NULL OR final_at IS NOT NULL)
) STRICT;

-- A track that is deleted keeps its plays: they are part of its creator's and the instance's days.
CREATE TABLE plays (
    id            BLOB NOT NULL PRIMARY KEY,
    track_id      BLOB NOT NULL,
    creator_id    BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    day           TEXT NOT NULL,
    listener      BLOB NOT NULL CHECK (length(listener) = 16),
    started_at    TEXT NOT NULL,
    seen_at       TEXT NOT NULL,
    duration_ms   INTEGER NOT NULL CHECK (duration_ms > 0),
    threshold_ms  INTEGER NOT NULL CHECK (threshold_ms BETWEEN 1 AND duration_ms),
    claimed_ms    INTEGER NOT NULL CHECK (claimed_ms >= 0),
    heard_ms      INTEGER NOT NULL CHECK (heard_ms BETWEEN 0 AND duration_ms),
    ended         INTEGER NOT NULL CHECK (ended IN (0, 1)),
    skipped       INTEGER NOT NULL CHECK (skipped IN (0, 1)),
    counted_at    TEXT,
    CHECK ((counted_at IS NOT NULL) = (heard_ms >= threshold_ms))
) STRICT;
CREATE INDEX plays_day ON plays (day);
CREATE INDEX plays_creator_id ON plays (creator_id);

CREATE TABLE track_days (
    track_id     BLOB NOT NULL,
    day          TEXT NOT NULL,
    creator_id   BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    starts       INTEGER NOT NULL,
    plays        INTEGER NOT NULL,
    listeners    INTEGER NOT NULL,
    completions  INTEGER NOT NULL,
    skips        INTEGER NOT NULL,
    heard_ms     INTEGER NOT NULL,
    PRIMARY KEY (track_id, day)
) STRICT;
CREATE INDEX track_days_day ON track_days (day);
CREATE INDEX track_days_creator_id ON track_days (creator_id, day);

CREATE TABLE creator_days (
    creator_id   BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    day          TEXT NOT NULL,
    starts       INTEGER NOT NULL,
    plays        INTEGER NOT NULL,
    listeners    INTEGER NOT NULL,
    completions  INTEGER NOT NULL,
    skips        INTEGER NOT NULL,
    heard_ms     INTEGER NOT NULL,
    PRIMARY KEY (creator_id, day)
) STRICT;
CREATE INDEX creator_days_day ON creator_days (day);

CREATE TABLE instance_days (
    day          TEXT NOT NULL PRIMARY KEY,
    starts       INTEGER NOT NULL,
    plays        INTEGER NOT NULL,
    listeners    INTEGER NOT NULL,
    completions  INTEGER NOT NULL,
    skips        INTEGER NOT NULL,
    heard_ms     INTEGER NOT NULL,
    uploads      INTEGER NOT NULL,
    sign_ups     INTEGER NOT NULL
) STRICT;
