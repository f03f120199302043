-- When somebody last had what was given up tried again: it is tried for as long as if it were new.
ALTER TABLE outbox ADD COLUMN retried_at BIGINT;

-- What people did about what was given up; nobody is named where it was done by the command line.
CREATE TABLE outbox_acts (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_id TEXT REFERENCES accounts (id),
    outbox_id TEXT NOT NULL,
    act TEXT NOT NULL
);
