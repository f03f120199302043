-- Addresses that another system gave as those of the authors of its posts. Nobody has proven them here yet;
-- whoever does takes the posts over.
CREATE TABLE imported_addresses (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    address TEXT NOT NULL UNIQUE
);
