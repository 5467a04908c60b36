-- The chain over the committed events, in their order; the key is kept outside the database.
CREATE TABLE seal (
    event_id INTEGER NOT NULL PRIMARY KEY,
    mac      BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;
