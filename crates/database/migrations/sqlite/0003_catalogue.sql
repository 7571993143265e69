-- Releases, tracks, what was uploaded, and what was made of it (versions, renditions, segments).

CREATE TABLE releases (
    id                  BLOB NOT NULL PRIMARY KEY,
    creator_id          BLOB NOT NULL REFERENCES accounts (id),
    title               TEXT NOT NULL,
    artwork_blob        TEXT,
    artwork_media_type  TEXT,
    released_at         TEXT NOT NULL,
    created_at          TEXT NOT NULL,
    CHECK ((artwork_blob IS NULL) = (artwork_media_type IS NULL))
) STRICT;
CREATE INDEX releases_newest ON releases (released_at DESC, id DESC);

CREATE TABLE tracks (
    id                  BLOB NOT NULL PRIMARY KEY,
    creator_id          BLOB NOT NULL REFERENCES accounts (id),
    release_id          BLOB REFERENCES releases (id),
    position            INTEGER,
    title               TEXT NOT NULL,
    state               TEXT NOT NULL CHECK (state IN ('uploaded', 'encoding', 'published', 'failed')),
    failure_code        TEXT,
    failure_detail      TEXT,
    encode_job_id       BLOB NOT NULL,
    current_version_id  BLOB REFERENCES track_versions (id) DEFERRABLE INITIALLY DEFERRED,
    created_at          TEXT NOT NULL,
    published_at        TEXT,
    CHECK ((state = 'published') = (current_version_id IS NOT NULL)),
    CHECK ((state = 'published') = (published_at IS NOT NULL)),
    CHECK ((state = 'failed') = (failure_code IS NOT NULL)),
    CHECK ((release_id IS NULL) = (position IS NULL))
) STRICT;
CREATE INDEX tracks_published ON tracks (published_at DESC, id DESC) WHERE state = 'published';
CREATE INDEX tracks_creator ON tracks (creator_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX tracks_release_position ON tracks (release_id, position) WHERE release_id IS NOT NULL;

CREATE TABLE uploads (
    id            BLOB NOT NULL PRIMARY KEY,
    track_id      BLOB NOT NULL UNIQUE REFERENCES tracks (id) ON DELETE CASCADE,
    file_name     TEXT NOT NULL,
    container     TEXT NOT NULL,
    size_bytes    INTEGER NOT NULL CHECK (size_bytes > 0),
    content_hash  BLOB NOT NULL,
    blob          TEXT NOT NULL UNIQUE,
    created_at    TEXT NOT NULL
) STRICT;

CREATE TABLE track_versions (
    id                 BLOB NOT NULL PRIMARY KEY,
    track_id           BLOB NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
    job_id             BLOB NOT NULL UNIQUE,
    folder             TEXT NOT NULL UNIQUE,
    source_codec       TEXT NOT NULL,
    sample_rate_hz     INTEGER NOT NULL,
    channels           INTEGER NOT NULL,
    bits_per_sample    INTEGER,
    lossless           INTEGER NOT NULL CHECK (lossless IN (0, 1)),
    samples            INTEGER NOT NULL,
    duration_ms        INTEGER NOT NULL,
    pcm_md5            TEXT NOT NULL,
    integrated_lufs    REAL,
    loudness_range_lu  REAL,
    true_peak_dbtp     REAL,
    created_at         TEXT NOT NULL
) STRICT;
CREATE INDEX track_versions_track_id ON track_versions (track_id);

CREATE TABLE renditions (
    id                     BLOB NOT NULL PRIMARY KEY,
    version_id             BLOB NOT NULL REFERENCES track_versions (id) ON DELETE CASCADE,
    name                   TEXT NOT NULL,
    codec                  TEXT NOT NULL CHECK (codec IN ('aac', 'flac')),
    codecs                 TEXT NOT NULL,
    sample_rate_hz         INTEGER NOT NULL,
    channels               INTEGER NOT NULL,
    file_name              TEXT NOT NULL,
    size_bytes             INTEGER NOT NULL,
    init_offset_bytes      INTEGER NOT NULL,
    init_length_bytes      INTEGER NOT NULL,
    priming_samples        INTEGER NOT NULL,
    samples                INTEGER NOT NULL,
    timescale_hz           INTEGER NOT NULL,
    peak_bandwidth_bps     INTEGER NOT NULL,
    average_bandwidth_bps  INTEGER NOT NULL,
    UNIQUE (version_id, name)
) STRICT;

CREATE TABLE segments (
    rendition_id    BLOB NOT NULL REFERENCES renditions (id) ON DELETE CASCADE,
    number          INTEGER NOT NULL,
    offset_bytes    INTEGER NOT NULL,
    length_bytes    INTEGER NOT NULL,
    start_ticks     INTEGER NOT NULL,
    duration_ticks  INTEGER NOT NULL,
    PRIMARY KEY (rendition_id, number)
) STRICT, WITHOUT ROWID;
