-- What a person says about themselves, and who may read it.

ALTER TABLE accounts ADD COLUMN bio TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN links TEXT NOT NULL DEFAULT '[]';
ALTER TABLE accounts ADD COLUMN profile_visibility TEXT NOT NULL DEFAULT 'everyone'
    CHECK (profile_visibility IN ('everyone', 'members', 'nobody'));
