-- What people say about themselves, and when they leave.
ALTER TABLE accounts ADD COLUMN bio TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN link TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN leaves_at BIGINT;
ALTER TABLE accounts ADD COLUMN leaves_posts TEXT;
ALTER TABLE accounts ADD COLUMN erased_at BIGINT;
CREATE INDEX accounts_by_leaving ON accounts (leaves_at);

ALTER TABLE sessions ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_by_account ON sessions (account_id);

CREATE INDEX questions_by_account ON questions (account_id, id);
CREATE INDEX replies_by_account ON replies (account_id, id);

-- Who an account is at a provider that it signs in by.
CREATE TABLE identities (
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (provider, subject)
);
CREATE INDEX identities_by_account ON identities (account_id);

-- Members who ask to become moderators, until staff decide.
CREATE TABLE role_requests (
    account_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES accounts (id),
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- What was done to accounts, by ids alone; no actor means the operator or the server itself.
CREATE TABLE account_acts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_id TEXT COLLATE "C" REFERENCES accounts (id),
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
    act TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX account_acts_by_account ON account_acts (account_id, id);
