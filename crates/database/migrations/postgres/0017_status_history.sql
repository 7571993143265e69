-- What the status page shows: the state of each part now, its days, and when it was not well.

CREATE TABLE status_components (
    component   text NOT NULL PRIMARY KEY,
    state       text NOT NULL CHECK (state IN ('working', 'degraded', 'down')),
    since       timestamptz NOT NULL,
    checked_at  timestamptz NOT NULL
);

-- One row a day and component, so that ninety days stay small.
CREATE TABLE status_days (
    component         text NOT NULL,
    day               date NOT NULL,
    minutes_working   integer NOT NULL CHECK (minutes_working >= 0),
    minutes_degraded  integer NOT NULL CHECK (minutes_degraded >= 0),
    minutes_down      integer NOT NULL CHECK (minutes_down >= 0),
    PRIMARY KEY (component, day)
);

CREATE TABLE status_incidents (
    id         uuid NOT NULL PRIMARY KEY,
    component  text NOT NULL,
    state      text NOT NULL CHECK (state IN ('degraded', 'down')),
    began_at   timestamptz NOT NULL,
    ended_at   timestamptz
);
CREATE UNIQUE INDEX status_incidents_open ON status_incidents (component) WHERE ended_at IS NULL;
CREATE INDEX status_incidents_began_at ON status_incidents (began_at);
