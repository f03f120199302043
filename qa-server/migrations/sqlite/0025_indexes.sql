-- Nearly all posts are published: an index that begins with the state finds next to nothing out,
-- and SQLite takes it before one by question. So those begin with what they are of, and what is rare has its own.
DROP INDEX replies_by_state;
CREATE INDEX replies_held ON replies (id) WHERE state = 'held';
CREATE INDEX replies_deleted ON replies (deleted_at) WHERE state = 'deleted';
CREATE INDEX replies_purged ON replies (id) WHERE state = 'purged';

DROP INDEX replies_by_question;
CREATE INDEX replies_by_question ON replies (question_id, state, id);
DROP INDEX replies_by_account;
CREATE INDEX replies_by_account ON replies (account_id, state, id);
DROP INDEX questions_by_page;
CREATE INDEX questions_by_page ON questions (page_id, state, id);
DROP INDEX questions_by_account;
CREATE INDEX questions_by_account ON questions (account_id, state, id);

CREATE INDEX accounts_by_role ON accounts (role, id);
