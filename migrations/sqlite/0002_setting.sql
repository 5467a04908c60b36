-- Settings of the centre. A value holds from its date (local, YYYY-MM-DD) until the next one.
CREATE TABLE setting (
    name       TEXT NOT NULL,
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    value      TEXT NOT NULL,
    PRIMARY KEY (name, valid_from)
) STRICT, WITHOUT ROWID;
