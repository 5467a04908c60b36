-- People who sign in. Secrets are kept as hashes only, except the second factor's, which must be read to check a code.
-- Nothing here is shown on a board, so nothing here wakes one.
CREATE TABLE account (
    id             INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    name           TEXT NOT NULL UNIQUE,
    display_name   TEXT NOT NULL,
    role           TEXT NOT NULL CHECK (role IN ('staff', 'manager', 'admin')),
    everywhere     INTEGER NOT NULL CHECK (everywhere IN (0, 1)),
    password_hash  TEXT,
    factor_secret  TEXT,
    factor_step    INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL,
    disabled_at    INTEGER
) STRICT;

-- The agencies of an account that is not for everywhere.
CREATE TABLE account_agency (
    account_id INTEGER NOT NULL REFERENCES account (id),
    agency_id  INTEGER NOT NULL REFERENCES agency (id),
    PRIMARY KEY (account_id, agency_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_code (
    account_id INTEGER NOT NULL REFERENCES account (id),
    code_hash  TEXT NOT NULL,
    PRIMARY KEY (account_id, code_hash)
) STRICT, WITHOUT ROWID;

-- A sign-in on one device; not whole while the second factor is still asked.
CREATE TABLE session (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    token_hash TEXT NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES account (id),
    is_whole   INTEGER NOT NULL CHECK (is_whole IN (0, 1)),
    began_at   INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    address    TEXT,
    browser    TEXT NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account_id, began_at);

-- A link that sets password and second factor, once.
CREATE TABLE sign_in_link (
    token_hash    TEXT NOT NULL PRIMARY KEY,
    account_id    INTEGER NOT NULL REFERENCES account (id),
    until_at      INTEGER NOT NULL,
    factor_secret TEXT
) STRICT, WITHOUT ROWID;

-- Wrong tries, by account and by address.
CREATE TABLE throttle (
    name     TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    last_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
