-- Pictures: avatars of accounts, artwork of releases and tracks. One row a file that was sent; its thumbnails lie in a
-- folder of their own. A thing has at most one picture that is shown and one that is on its way.

-- SQLite cannot drop a column that a CHECK names, so the table is made anew. Tracks point at it by its name: their keys
-- are checked again at the end, when every release is back.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE releases_kept AS SELECT * FROM releases;
DROP TABLE releases;
CREATE TABLE releases (
    id           BLOB NOT NULL PRIMARY KEY,
    creator_id   BLOB NOT NULL REFERENCES accounts (id),
    title        TEXT NOT NULL,
    released_at  TEXT NOT NULL,
    created_at   TEXT NOT NULL
) STRICT;
INSERT INTO releases (id, creator_id, title, released_at, created_at)
    SELECT id, creator_id, title, released_at, created_at FROM releases_kept;
CREATE INDEX releases_newest ON releases (released_at DESC, id DESC);

CREATE TABLE pictures (
    id               BLOB NOT NULL PRIMARY KEY,
    account_id       BLOB REFERENCES accounts (id) ON DELETE CASCADE,
    release_id       BLOB REFERENCES releases (id) ON DELETE CASCADE,
    track_id         BLOB REFERENCES tracks (id) ON DELETE CASCADE,
    state            TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'failed')),
    original         TEXT NOT NULL UNIQUE,
    media_type       TEXT NOT NULL,
    framing_percent  INTEGER NOT NULL CHECK (framing_percent BETWEEN 0 AND 100),
    folder           TEXT UNIQUE,
    side_px          INTEGER CHECK (side_px > 0),
    blurhash         TEXT,
    failure_code     TEXT,
    failure_detail   TEXT,
    created_at       TEXT NOT NULL,
    CHECK ((account_id IS NOT NULL) + (release_id IS NOT NULL) + (track_id IS NOT NULL) = 1),
    CHECK ((state = 'ready') = (folder IS NOT NULL)),
    CHECK ((state = 'ready') = (side_px IS NOT NULL)),
    CHECK ((state = 'ready') = (blurhash IS NOT NULL)),
    CHECK ((state = 'failed') = (failure_code IS NOT NULL)),
    CHECK ((state = 'failed') = (failure_detail IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX pictures_shown_of_account ON pictures (account_id) WHERE account_id IS NOT NULL AND state = 'ready';
CREATE UNIQUE INDEX pictures_next_of_account ON pictures (account_id) WHERE account_id IS NOT NULL AND state <> 'ready';
CREATE UNIQUE INDEX pictures_shown_of_release ON pictures (release_id) WHERE release_id IS NOT NULL AND state = 'ready';
CREATE UNIQUE INDEX pictures_next_of_release ON pictures (release_id) WHERE release_id IS NOT NULL AND state <> 'ready';
CREATE UNIQUE INDEX pictures_shown_of_track ON pictures (track_id) WHERE track_id IS NOT NULL AND state = 'ready';
CREATE UNIQUE INDEX pictures_next_of_track ON pictures (track_id) WHERE track_id IS NOT NULL AND state <> 'ready';

-- Artwork that is here already: the picture and the job that makes its thumbnails take the release's id, which is unique
-- among releases and therefore among these rows.
INSERT INTO pictures (id, release_id, state, original, media_type, framing_percent, created_at)
    SELECT id, id, 'waiting', artwork_blob, artwork_media_type, 50, created_at
    FROM releases_kept WHERE artwork_blob IS NOT NULL;
INSERT INTO jobs (id, kind, queue, args, state, attempt, max_attempts, run_at, progress_percent, created_at)
    SELECT id, 'make_thumbnails', 'pictures', '{"picture_id":"' || lower(hex(id)) || '"}', 'available', 0, 3,
        created_at, 0, created_at
    FROM releases_kept WHERE artwork_blob IS NOT NULL;
DROP TABLE releases_kept;
