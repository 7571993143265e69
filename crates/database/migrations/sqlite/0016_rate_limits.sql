-- Counters that nodes share. A SQLite file has one node, which counts in memory: here the table stays empty.

CREATE TABLE rate_limits (
    key            BLOB NOT NULL PRIMARY KEY,
    paid_off_us    INTEGER NOT NULL,
    attempts       INTEGER NOT NULL CHECK (attempts >= 0),
    settled_at_us  INTEGER NOT NULL
) STRICT;
CREATE INDEX rate_limits_settled_at_us ON rate_limits (settled_at_us);
