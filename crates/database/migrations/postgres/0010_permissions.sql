-- Roles instead of one word on the account: an account has several, and an instance makes its own.

CREATE TABLE roles (
    id           uuid NOT NULL PRIMARY KEY,
    -- What a role that Sillon brings may do is in the program; what one of the instance may do is in role_permissions.
    built_in     text UNIQUE CHECK (built_in IN ('admin', 'moderator', 'creator', 'listener')),
    name         text NOT NULL,
    name_key     text NOT NULL UNIQUE,
    description  text NOT NULL,
    created_at   timestamptz NOT NULL
);
INSERT INTO roles (id, built_in, name, name_key, description, created_at) VALUES
    ('00000000-0000-7000-8000-000000000001', 'admin', 'Admin', 'admin', 'Runs the instance.', '2026-01-01T00:00:00+00:00'),
    ('00000000-0000-7000-8000-000000000002', 'moderator', 'Moderator', 'moderator', 'Keeps the peace.', '2026-01-01T00:00:00+00:00'),
    ('00000000-0000-7000-8000-000000000003', 'creator', 'Creator', 'creator', 'Uploads music.', '2026-01-01T00:00:00+00:00'),
    ('00000000-0000-7000-8000-000000000004', 'listener', 'Listener', 'listener', 'Listens.', '2026-01-01T00:00:00+00:00');

CREATE TABLE role_permissions (
    role_id     uuid NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    permission  text NOT NULL,
    PRIMARY KEY (role_id, permission)
);

CREATE TABLE account_roles (
    account_id  uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    role_id     uuid NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    granted_at  timestamptz NOT NULL,
    PRIMARY KEY (account_id, role_id)
);
CREATE INDEX account_roles_role_id ON account_roles (role_id);

INSERT INTO account_roles (account_id, role_id, granted_at)
SELECT accounts.id, roles.id, accounts.created_at FROM accounts JOIN roles ON roles.built_in = accounts.role;

ALTER TABLE accounts DROP COLUMN role;
ALTER TABLE accounts ADD COLUMN suspended_at timestamptz;
CREATE INDEX accounts_created_at ON accounts (created_at, id);
