-- Scans and forms attached to a dossier, sealed under a key of each file's own: without its row nobody reads it. `sealed` is its title.
CREATE TABLE attachment (
    id          INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    dossier_id  INTEGER NOT NULL REFERENCES dossier (id),
    at          INTEGER NOT NULL,
    author      TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png')),
    size_bytes  INTEGER NOT NULL CHECK (size_bytes > 0),
    wrapped_key BLOB NOT NULL,
    sealed      BLOB NOT NULL,
    key_number  INTEGER NOT NULL
) STRICT;
CREATE INDEX attachment_dossier ON attachment (dossier_id, id);

-- The file in parts, each sealed under its attachment's key: it is sent part by part, and a change of keys rewrites none of them.
CREATE TABLE attachment_part (
    attachment_id INTEGER NOT NULL REFERENCES attachment (id),
    position      INTEGER NOT NULL CHECK (position >= 0),
    sealed        BLOB NOT NULL,
    PRIMARY KEY (attachment_id, position)
) STRICT;
