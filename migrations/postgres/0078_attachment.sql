-- Scans and forms attached to a dossier, sealed under a key of each file's own: without its row nobody reads it. `sealed` is its title.
CREATE TABLE attachment (
    id          BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    dossier_id  BIGINT NOT NULL REFERENCES dossier (id),
    at          BIGINT NOT NULL,
    author      TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png')),
    size_bytes  BIGINT NOT NULL CHECK (size_bytes > 0),
    wrapped_key BYTEA NOT NULL,
    sealed      BYTEA NOT NULL,
    key_number  BIGINT NOT NULL
);
CREATE INDEX attachment_dossier ON attachment (dossier_id, id);

-- The file in parts, each sealed under its attachment's key: it is sent part by part, and a change of keys rewrites none of them.
CREATE TABLE attachment_part (
    attachment_id BIGINT NOT NULL REFERENCES attachment (id),
    position      BIGINT NOT NULL CHECK (position >= 0),
    sealed        BYTEA NOT NULL,
    PRIMARY KEY (attachment_id, position)
);
