-- Views of throughput that somebody keeps: what the address of the page asks, under a name. Each is its owner's alone.
CREATE TABLE saved_view (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    account_id INTEGER NOT NULL REFERENCES account (id),
    name       TEXT NOT NULL,
    query      TEXT NOT NULL,
    UNIQUE (account_id, name)
) STRICT;
