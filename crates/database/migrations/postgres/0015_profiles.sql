-- What a person says about themselves, and who may read it.

ALTER TABLE accounts ADD COLUMN bio text NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN links jsonb NOT NULL DEFAULT '[]';
ALTER TABLE accounts ADD COLUMN profile_visibility text NOT NULL DEFAULT 'everyone'
    CHECK (profile_visibility IN ('everyone', 'members', 'nobody'));
