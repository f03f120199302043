CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- A post whose address is not proven yet; invisible to everybody.
CREATE TABLE drafts (
    id TEXT NOT NULL PRIMARY KEY,
    repeat_key TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    page_id TEXT NOT NULL,
    question_id TEXT,
    section_anchor TEXT,
    section_title TEXT,
    section_hash TEXT,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    honeypot BOOLEAN NOT NULL,
    challenge_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_as TEXT
);

-- An e-mailed code or link that is waited for. Neither is stored: both are derived from the id.
CREATE TABLE challenges (
    id TEXT NOT NULL PRIMARY KEY,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    draft_id TEXT,
    method TEXT NOT NULL,
    generation BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE questions (
    id TEXT NOT NULL PRIMARY KEY,
    repeat_key TEXT NOT NULL UNIQUE,
    page_id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    section_anchor TEXT,
    section_title TEXT,
    section_hash TEXT,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT,
    resolved_at BIGINT,
    solution_id TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX questions_by_page ON questions (page_id, id);
CREATE INDEX questions_by_state ON questions (state, id);

CREATE TABLE replies (
    id TEXT NOT NULL PRIMARY KEY,
    repeat_key TEXT NOT NULL UNIQUE,
    question_id TEXT NOT NULL REFERENCES questions (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX replies_by_question ON replies (question_id, id);
CREATE INDEX replies_by_state ON replies (state, id);

-- When what everybody sees of a page last changed; never the same twice for one page.
CREATE TABLE page_changes (
    page_id TEXT NOT NULL PRIMARY KEY,
    changed_at BIGINT NOT NULL
);
CREATE INDEX page_changes_by_time ON page_changes (changed_at, page_id);

CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_id TEXT NOT NULL REFERENCES accounts (id),
    act TEXT NOT NULL,
    question_id TEXT NOT NULL REFERENCES questions (id),
    reply_id TEXT REFERENCES replies (id),
    status_before TEXT NOT NULL,
    status_after TEXT NOT NULL,
    reason TEXT NOT NULL,
    undone_by TEXT
);
CREATE INDEX audit_by_question ON audit (question_id, id);

CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    dedupe_key TEXT NOT NULL UNIQUE,
    order_key TEXT NOT NULL,
    payload TEXT NOT NULL,
    cause TEXT,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    lease_until BIGINT,
    lease_token TEXT,
    first_sent_at BIGINT,
    finished_at BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX outbox_by_state ON outbox (state, not_before, id);
CREATE INDEX outbox_by_order ON outbox (order_key, id);
CREATE INDEX outbox_by_cause ON outbox (cause);

-- Counts within one window of time; what is counted is a digest or an account's id.
CREATE TABLE counters (
    counter TEXT NOT NULL,
    window_start BIGINT NOT NULL,
    hits BIGINT NOT NULL,
    PRIMARY KEY (counter, window_start)
);

-- Addresses that want no mail, apart from codes they ask for.
CREATE TABLE suppressions (
    address TEXT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL
);
