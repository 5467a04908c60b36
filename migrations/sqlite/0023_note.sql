-- What colleagues note of a dossier, sealed under a key of each note's own, as a note may tell of the person: without its key nobody reads it.
CREATE TABLE note (
    id          INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    dossier_id  INTEGER NOT NULL REFERENCES dossier (id),
    at          INTEGER NOT NULL,
    author      TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    sealed      BLOB NOT NULL
) STRICT;
CREATE INDEX note_dossier ON note (dossier_id, id);
