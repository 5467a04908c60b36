-- The import that is being written, at most one: it stands here as a whole, in batches, before the first of them is written, so that
-- any process can finish it. Until is_whole it can be taken back; from then on it is only finished.
CREATE TABLE staged_import (
    id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    owner    TEXT NOT NULL,
    job_id   INTEGER REFERENCES import_job (id),
    task     TEXT NOT NULL,
    progress TEXT NOT NULL,
    is_whole INTEGER NOT NULL DEFAULT 0 CHECK (is_whole IN (0, 1)),
    place    INTEGER NOT NULL DEFAULT 0,
    batches  INTEGER NOT NULL DEFAULT 0,
    moved_at INTEGER NOT NULL
) STRICT;

CREATE TABLE staged_batch (
    place   INTEGER NOT NULL PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

-- When the last batch of an unfinished import was written, ms; none: no import is being written. The publisher shows it as one change.
ALTER TABLE change ADD COLUMN importing_at INTEGER;
