-- Browsers in which people have signed in before, by the hash of the secret each keeps: wrong tries from one are counted apart from
-- those of strangers.
CREATE TABLE device (
    token_hash TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    seen_at    INTEGER NOT NULL,
    PRIMARY KEY (token_hash, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_account ON device (account_id, seen_at);

-- How many wrong tries there were lately, and which are old.
CREATE INDEX throttle_last ON throttle (last_at);
