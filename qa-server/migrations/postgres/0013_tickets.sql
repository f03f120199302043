-- Questions in the ticket systems of others: what was asked of them, and how far both sides are.
CREATE TABLE tickets (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    question_id TEXT COLLATE "C" NOT NULL REFERENCES questions (id),
    target TEXT COLLATE "C" NOT NULL,
    -- Counts the tickets of one question in one system: a follow-up of a closed one, a new one for a deleted one.
    generation BIGINT NOT NULL,
    external_id TEXT COLLATE "C" NOT NULL,
    remote_id TEXT COLLATE "C",
    -- The request that makes it, to the byte, until its outcome is known; then empty.
    request TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    written TEXT,
    seen TEXT,
    seen_at BIGINT,
    problem TEXT,
    UNIQUE (question_id, target, generation)
);
CREATE INDEX tickets_by_remote ON tickets (target, remote_id);

-- What a ticket was told: one row for its question, each reply, and each answer that was typed there.
CREATE TABLE ticket_notes (
    ticket_id TEXT COLLATE "C" NOT NULL REFERENCES tickets (id),
    about TEXT COLLATE "C" NOT NULL,
    told TEXT NOT NULL,
    serial BIGINT NOT NULL,
    arrived BOOLEAN NOT NULL,
    remote_id TEXT COLLATE "C",
    PRIMARY KEY (ticket_id, about)
);

-- Answers that were typed into a ticket for the asker to read: a moderator may publish them as replies.
CREATE TABLE ticket_offers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    ticket_id TEXT COLLATE "C" NOT NULL REFERENCES tickets (id),
    question_id TEXT COLLATE "C" NOT NULL REFERENCES questions (id),
    remote_id TEXT COLLATE "C" NOT NULL,
    writer TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    UNIQUE (ticket_id, remote_id)
);
CREATE INDEX ticket_offers_by_question ON ticket_offers (question_id, id);
