-- What each node that does not judge alarms itself sees of the walls that hang on it, for the one that does. No value: all is well.
CREATE TABLE node_reading (
    node      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    subject   TEXT NOT NULL,
    value     INTEGER,
    threshold INTEGER,
    seen_at   INTEGER NOT NULL,
    PRIMARY KEY (node, kind, subject)
) STRICT, WITHOUT ROWID;
