-- Screens that wait to be paired: each by the hash of the secret it keeps, and the code it shows. None of it is on a board.
CREATE TABLE pairing (
    token_hash TEXT NOT NULL PRIMARY KEY,
    code       TEXT NOT NULL UNIQUE,
    until_at   BIGINT NOT NULL,
    address    TEXT NOT NULL
);
CREATE INDEX pairing_address ON pairing (address);
CREATE INDEX pairing_until ON pairing (until_at);
