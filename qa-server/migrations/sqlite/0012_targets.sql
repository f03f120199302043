-- Which target an effect is for, whatever address it has there: targets do not wait for each other.
ALTER TABLE outbox ADD COLUMN lane TEXT NOT NULL DEFAULT 'email';

-- Targets that said that nothing will ever work there.
CREATE TABLE disabled_targets (
    target TEXT NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- What was written in Slack about which post.
CREATE TABLE slack_messages (
    target TEXT NOT NULL,
    post_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    ts TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (target, post_id)
);
CREATE INDEX slack_messages_by_ts ON slack_messages (channel, ts);
