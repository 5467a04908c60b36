-- How files of other systems are read: the text that `sanh import --mapping` reads, by name. A version is added and never changed.
CREATE TABLE import_mapping (
    name     TEXT NOT NULL,
    version  INTEGER NOT NULL CHECK (version > 0),
    content  TEXT NOT NULL,
    author   TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;
