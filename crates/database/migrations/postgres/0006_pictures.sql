-- Pictures: avatars of accounts, artwork of releases and tracks. One row a file that was sent; its thumbnails lie in a
-- folder of their own. A thing has at most one picture that is shown and one that is on its way.

CREATE TABLE pictures (
    id               uuid NOT NULL PRIMARY KEY,
    account_id       uuid REFERENCES accounts (id) ON DELETE CASCADE,
    release_id       uuid REFERENCES releases (id) ON DELETE CASCADE,
    track_id         uuid REFERENCES tracks (id) ON DELETE CASCADE,
    state            text NOT NULL CHECK (state IN ('waiting', 'ready', 'failed')),
    original         text NOT NULL UNIQUE,
    media_type       text NOT NULL,
    framing_percent  integer NOT NULL CHECK (framing_percent BETWEEN 0 AND 100),
    folder           text UNIQUE,
    side_px          integer CHECK (side_px > 0),
    blurhash         text,
    failure_code     text,
    failure_detail   text,
    created_at       timestamptz NOT NULL,
    CHECK (num_nonnulls(account_id, release_id, track_id) = 1),
    CHECK ((state = 'ready') = (folder IS NOT NULL)),
    CHECK ((state = 'ready') = (side_px IS NOT NULL)),
    CHECK ((state = 'ready') = (blurhash IS NOT NULL)),
    CHECK ((state = 'failed') = (failure_code IS NOT NULL)),
    CHECK ((state = 'failed') = (failure_detail IS NOT NULL))
);
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
    FROM releases WHERE artwork_blob IS NOT NULL;
INSERT INTO jobs (id, kind, queue, args, state, attempt, max_attempts, run_at, progress_percent, created_at)
    SELECT id, 'make_thumbnails', 'pictures', jsonb_build_object('picture_id', id), 'available', 0, 3, created_at, 0,
        created_at
    FROM releases WHERE artwork_blob IS NOT NULL;

ALTER TABLE releases DROP COLUMN artwork_blob, DROP COLUMN artwork_media_type;
