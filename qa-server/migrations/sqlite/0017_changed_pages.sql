-- When what a page says last changed; unknown until it changes.
ALTER TABLE pages ADD COLUMN changed_at BIGINT;
