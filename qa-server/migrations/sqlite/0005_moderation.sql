-- Milliseconds from opening the form to sending it, where the form said when it was opened.
ALTER TABLE drafts ADD COLUMN fill_time BIGINT;

-- What recent posts say, in numbers that can be compared; kept for a month.
CREATE TABLE sketches (
    post_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    sketch TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX sketches_by_time ON sketches (created_at);
CREATE INDEX sketches_by_account ON sketches (account_id, created_at);

-- What moderators decided beside the states of single posts: bulk acts, spam, bans, priorities, settled flags.
CREATE TABLE decisions (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_id TEXT NOT NULL REFERENCES accounts (id),
    act TEXT NOT NULL,
    question_id TEXT REFERENCES questions (id),
    reason TEXT NOT NULL,
    value_before TEXT,
    undone_by TEXT,
    undone_at BIGINT
);
CREATE INDEX decisions_by_question ON decisions (question_id, id);

-- The acts on single posts that a decision consists of.
CREATE TABLE decision_acts (
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    audit_id TEXT NOT NULL REFERENCES audit (id),
    PRIMARY KEY (decision_id, audit_id)
);

-- Accounts one of whose posts was called spam: what they write next waits.
CREATE TABLE suspects (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    decision_id TEXT NOT NULL REFERENCES decisions (id)
);

-- Accounts that may not post for a while.
CREATE TABLE bans (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    until BIGINT NOT NULL,
    reason TEXT NOT NULL,
    lifted_at BIGINT
);
CREATE INDEX bans_by_account ON bans (account_id, until);

-- What readers reported, and what moderators passed on to the staff.
CREATE TABLE flags (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    question_id TEXT NOT NULL REFERENCES questions (id),
    reply_id TEXT REFERENCES replies (id),
    account_id TEXT REFERENCES accounts (id),
    reporter TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_by TEXT REFERENCES decisions (id),
    settled_at BIGINT
);
CREATE INDEX flags_by_question ON flags (question_id, id);
CREATE INDEX flags_by_settling ON flags (settled_at, id);

-- What only moderators read, about a thread or about the author of its post.
CREATE TABLE notes (
    id TEXT NOT NULL PRIMARY KEY,
    question_id TEXT NOT NULL REFERENCES questions (id),
    subject_id TEXT REFERENCES accounts (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX notes_by_question ON notes (question_id, id);
CREATE INDEX notes_by_subject ON notes (subject_id, id);

-- Questions whose priority is not their topic's.
CREATE TABLE priorities (
    question_id TEXT NOT NULL PRIMARY KEY REFERENCES questions (id),
    priority TEXT NOT NULL
);
