-- Who processes dossiers: departments, wards, vertical bodies. The id 0 means "all" in counters.
CREATE TABLE agency (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    code    TEXT NOT NULL UNIQUE,
    name_vi TEXT NOT NULL,
    name_en TEXT
) STRICT;
