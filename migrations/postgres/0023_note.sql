-- What colleagues note of a dossier, sealed under a key of each note's own, as a note may tell of the person: without its key nobody reads it.
CREATE TABLE note (
    id          BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    dossier_id  BIGINT NOT NULL REFERENCES dossier (id),
    at          BIGINT NOT NULL,
    author      TEXT NOT NULL,
    wrapped_key BYTEA NOT NULL,
    sealed      BYTEA NOT NULL
);
CREATE INDEX note_dossier ON note (dossier_id, id);
