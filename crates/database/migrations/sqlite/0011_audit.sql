-- What was done to people, permissions and things, for good: entries are added and never changed.

CREATE TABLE audit_entries (
    sequence        INTEGER NOT NULL PRIMARY KEY CHECK (sequence > 0),
    recorded_at     TEXT NOT NULL,
    actor_kind      TEXT NOT NULL CHECK (actor_kind IN ('visitor', 'account', 'operator', 'system')),
    -- No foreign keys: an entry outlives what it names.
    actor_id        BLOB CHECK ((actor_kind = 'account') = (actor_id IS NOT NULL)),
    session_id      BLOB,
    address_prefix  TEXT,
    request_id      TEXT,
    action          TEXT NOT NULL,
    object_kind     TEXT,
    object_id       TEXT,
    -- JSON, as the very text that was hashed.
    state_before    TEXT,
    state_after     TEXT,
    outcome         TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
    reason          TEXT CHECK ((outcome = 'refused') = (reason IS NOT NULL)),
    previous_hash   BLOB NOT NULL CHECK (length(previous_hash) = 32),
    hash            BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_entries_actor_id ON audit_entries (actor_id, sequence);
CREATE INDEX audit_entries_action ON audit_entries (action, sequence);
CREATE INDEX audit_entries_object ON audit_entries (object_kind, object_id, sequence);
CREATE INDEX audit_entries_recorded_at ON audit_entries (recorded_at, sequence);

-- The end of the chain: number and hash of the last entry.
CREATE TABLE audit_head (
    id        INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    sequence  INTEGER NOT NULL,
    hash      BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, zeroblob(32));

CREATE TRIGGER audit_entries_are_not_changed BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_entries_are_not_removed BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- INSERT OR REPLACE removes rows without asking the trigger above.
CREATE TRIGGER audit_entries_are_not_replaced BEFORE INSERT ON audit_entries
WHEN EXISTS (SELECT 1 FROM audit_entries WHERE sequence = NEW.sequence)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_head_moves_forward BEFORE UPDATE ON audit_head
WHEN NEW.sequence <= OLD.sequence
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_head_is_not_removed BEFORE DELETE ON audit_head
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_head_is_not_replaced BEFORE INSERT ON audit_head
WHEN EXISTS (SELECT 1 FROM audit_head)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
