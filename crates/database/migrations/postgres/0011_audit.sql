-- What was done to people, permissions and things, for good: entries are added and never changed.

CREATE TABLE audit_entries (
    sequence        bigint NOT NULL PRIMARY KEY CHECK (sequence > 0),
    recorded_at     timestamptz NOT NULL,
    actor_kind      text NOT NULL CHECK (actor_kind IN ('visitor', 'account', 'operator', 'system')),
    -- No foreign keys: an entry outlives what it names.
    actor_id        uuid CHECK ((actor_kind = 'account') = (actor_id IS NOT NULL)),
    session_id      uuid,
    address_prefix  text,
    request_id      text,
    action          text NOT NULL,
    object_kind     text,
    object_id       text,
    -- JSON, as the very text that was hashed (jsonb would write it anew).
    state_before    text,
    state_after     text,
    outcome         text NOT NULL CHECK (outcome IN ('done', 'refused')),
    reason          text CHECK ((outcome = 'refused') = (reason IS NOT NULL)),
    previous_hash   bytea NOT NULL CHECK (length(previous_hash) = 32),
    hash            bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX audit_entries_actor_id ON audit_entries (actor_id, sequence);
CREATE INDEX audit_entries_action ON audit_entries (action, sequence);
CREATE INDEX audit_entries_object ON audit_entries (object_kind, object_id, sequence);
CREATE INDEX audit_entries_recorded_at ON audit_entries (recorded_at, sequence);

-- The end of the chain: number and hash of the last entry. Its row lock puts concurrent transactions in order.
CREATE TABLE audit_head (
    id        integer NOT NULL PRIMARY KEY CHECK (id = 1),
    sequence  bigint NOT NULL,
    hash      bytea NOT NULL CHECK (length(hash) = 32)
);
INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END;
$$;

CREATE TRIGGER audit_entries_are_not_changed BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_entries_are_not_truncated BEFORE TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_head_moves_forward BEFORE UPDATE ON audit_head
    FOR EACH ROW WHEN (NEW.sequence <= OLD.sequence) EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_head_is_not_removed BEFORE DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_head_is_not_truncated BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
