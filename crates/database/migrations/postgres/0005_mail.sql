-- Mail: the language that a person reads, the instance's own secret (random, made at its first use; keys for links in
-- mails are derived from it), and the addresses that get no mail, or none of a category.

ALTER TABLE accounts ADD COLUMN language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'fr'));

ALTER TABLE instance ADD COLUMN secret bytea CHECK (octet_length(secret) = 32);

CREATE TABLE mail_suppressions (
    address_key  text NOT NULL,
    category     text NOT NULL,
    reason       text NOT NULL CHECK (reason IN ('hard_bounce', 'unsubscribed', 'operator')),
    detail       text,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (address_key, category)
);
