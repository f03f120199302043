-- Whether the words of a message were taken out of Slack, since what it was about left its page.
ALTER TABLE slack_messages ADD COLUMN gone BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX slack_messages_by_question ON slack_messages (target, question_id);
