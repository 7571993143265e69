-- What the status page shows: the state of each part now, its days, and when it was not well.

CREATE TABLE status_components (
    component   TEXT NOT NULL PRIMARY KEY,
    state       TEXT NOT NULL CHECK (state IN ('working', 'degraded', 'down')),
    since       TEXT NOT NULL,
    checked_at  TEXT NOT NULL
) STRICT;

-- One row a day and component, so that ninety days stay small.
CREATE TABLE status_days (
    component         TEXT NOT NULL,
    day               TEXT NOT NULL,
    minutes_working   INTEGER NOT NULL CHECK (minutes_working >= 0),
    minutes_degraded  INTEGER NOT NULL CHECK (minutes_degraded >= 0),
    minutes_down      INTEGER NOT NULL CHECK (minutes_down >= 0),
    PRIMARY KEY (component, day)
) STRICT;

CREATE TABLE status_incidents (
    id         BLOB NOT NULL PRIMARY KEY,
    component  TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('degraded', 'down')),
    began_at   TEXT NOT NULL,
    ended_at   TEXT
) STRICT;
CREATE UNIQUE INDEX status_incidents_open ON status_incidents (component) WHERE ended_at IS NULL;
CREATE INDEX status_incidents_began_at ON status_incidents (began_at);
