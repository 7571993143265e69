-- Counters that nodes share. Unlogged: after a crash of the database everybody begins anew, which costs nothing.

CREATE UNLOGGED TABLE rate_limits (
    key            bytea NOT NULL PRIMARY KEY,
    paid_off_us    bigint NOT NULL,
    attempts       integer NOT NULL CHECK (attempts >= 0),
    settled_at_us  bigint NOT NULL
);
CREATE INDEX rate_limits_settled_at_us ON rate_limits (settled_at_us);
