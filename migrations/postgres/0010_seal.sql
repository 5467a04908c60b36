-- The chain over the committed events, in their order; the key is kept outside the database.
CREATE TABLE seal (
    event_id BIGINT NOT NULL PRIMARY KEY,
    mac      BYTEA NOT NULL CHECK (length(mac) = 32)
);
