-- Groups of procedures. The id 0 means "all" in counters. A sensitive field is never public by name.
CREATE TABLE field (
    id        INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    code      TEXT NOT NULL UNIQUE,
    name_vi   TEXT NOT NULL,
    name_en   TEXT,
    sensitive INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0, 1))
) STRICT;
