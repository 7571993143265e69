-- Releases, tracks, what was uploaded, and what was made of it (versions, renditions, segments).

CREATE TABLE releases (
    id                  uuid NOT NULL PRIMARY KEY,
    creator_id          uuid NOT NULL REFERENCES accounts (id),
    title               text NOT NULL,
    artwork_blob        text,
    artwork_media_type  text,
    released_at         timestamptz NOT NULL,
    created_at          timestamptz NOT NULL,
    CHECK ((artwork_blob IS NULL) = (artwork_media_type IS NULL))
);
CREATE INDEX releases_newest ON releases (released_at DESC, id DESC);

CREATE TABLE tracks (
    id                  uuid NOT NULL PRIMARY KEY,
    creator_id          uuid NOT NULL REFERENCES accounts (id),
    release_id          uuid REFERENCES releases (id),
    position            integer,
    title               text NOT NULL,
    state               text NOT NULL CHECK (state IN ('uploaded', 'encoding', 'published', 'failed')),
    failure_code        text,
    failure_detail      text,
    encode_job_id       uuid NOT NULL,
    current_version_id  uuid,
    created_at          timestamptz NOT NULL,
    published_at        timestamptz,
    CHECK ((state = 'published') = (current_version_id IS NOT NULL)),
    CHECK ((state = 'published') = (published_at IS NOT NULL)),
    CHECK ((state = 'failed') = (failure_code IS NOT NULL)),
    CHECK ((release_id IS NULL) = (position IS NULL))
);
CREATE INDEX tracks_published ON tracks (published_at DESC, id DESC) WHERE state = 'published';
CREATE INDEX tracks_creator ON tracks (creator_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX tracks_release_position ON tracks (release_id, position) WHERE release_id IS NOT NULL;

CREATE TABLE uploads (
    id            uuid NOT NULL PRIMARY KEY,
    track_id      uuid NOT NULL UNIQUE REFERENCES tracks (id) ON DELETE CASCADE,
    file_name     text NOT NULL,
    container     text NOT NULL,
    size_bytes    bigint NOT NULL CHECK (size_bytes > 0),
    content_hash  bytea NOT NULL,
    blob          text NOT NULL UNIQUE,
    created_at    timestamptz NOT NULL
);

CREATE TABLE track_versions (
    id                 uuid NOT NULL PRIMARY KEY,
    track_id           uuid NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
    job_id             uuid NOT NULL UNIQUE,
    folder             text NOT NULL UNIQUE,
    source_codec       text NOT NULL,
    sample_rate_hz     integer NOT NULL,
    channels           integer NOT NULL,
    bits_per_sample    integer,
    lossless           boolean NOT NULL,
    samples            bigint NOT NULL,
    duration_ms        bigint NOT NULL,
    pcm_md5            text NOT NULL,
    integrated_lufs    double precision,
    loudness_range_lu  double precision,
    true_peak_dbtp     double precision,
    created_at         timestamptz NOT NULL
);
CREATE INDEX track_versions_track_id ON track_versions (track_id);

CREATE TABLE renditions (
    id                     uuid NOT NULL PRIMARY KEY,
    version_id             uuid NOT NULL REFERENCES track_versions (id) ON DELETE CASCADE,
    name                   text NOT NULL,
    codec                  text NOT NULL CHECK (codec IN ('aac', 'flac')),
    codecs                 text NOT NULL,
    sample_rate_hz         integer NOT NULL,
    channels               integer NOT NULL,
    file_name              text NOT NULL,
    size_bytes             bigint NOT NULL,
    init_offset_bytes      bigint NOT NULL,
    init_length_bytes      bigint NOT NULL,
    priming_samples        integer NOT NULL,
    samples                bigint NOT NULL,
    timescale_hz           integer NOT NULL,
    peak_bandwidth_bps     bigint NOT NULL,
    average_bandwidth_bps  bigint NOT NULL,
    UNIQUE (version_id, name)
);

CREATE TABLE segments (
    rendition_id    uuid NOT NULL REFERENCES renditions (id) ON DELETE CASCADE,
    number          integer NOT NULL,
    offset_bytes    bigint NOT NULL,
    length_bytes    bigint NOT NULL,
    start_ticks     bigint NOT NULL,
    duration_ticks  bigint NOT NULL,
    PRIMARY KEY (rendition_id, number)
);

ALTER TABLE tracks ADD CONSTRAINT tracks_current_version
    FOREIGN KEY (current_version_id) REFERENCES track_versions (id) DEFERRABLE INITIALLY DEFERRED;
