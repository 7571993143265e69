-- Mail: the language that a person reads, the instance's own secret (random, made at its first use; keys for links in
-- mails are derived from it), and the addresses that get no mail, or none of a category.

ALTER TABLE accounts ADD COLUMN language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'fr'));

ALTER TABLE instance ADD COLUMN secret BLOB CHECK (length(secret) = 32);

CREATE TABLE mail_suppressions (
    address_key  TEXT NOT NULL,
    category     TEXT NOT NULL,
    reason       TEXT NOT NULL CHECK (reason IN ('hard_bounce', 'unsubscribed', 'operator')),
    detail       TEXT,
    created_at   TEXT NOT NULL,
    PRIMARY KEY (address_key, category)
) STRICT;
