-- The import that is being written, at most one: it stands here as a whole, in batches, before the first of them is written, so that
-- any process can finish it. Until is_whole it can be taken back; from then on it is only finished.
CREATE TABLE staged_import (
    id       BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    owner    TEXT NOT NULL,
    job_id   BIGINT REFERENCES import_job (id),
    task     TEXT NOT NULL,
    progress TEXT NOT NULL,
    is_whole BIGINT NOT NULL DEFAULT 0 CHECK (is_whole IN (0, 1)),
    place    BIGINT NOT NULL DEFAULT 0,
    batches  BIGINT NOT NULL DEFAULT 0,
    moved_at BIGINT NOT NULL
);

CREATE TABLE staged_batch (
    place   BIGINT NOT NULL PRIMARY KEY,
    content BYTEA NOT NULL
);

-- When the last batch of an unfinished import was written, ms; none: no import is being written. The publisher shows it as one change.
ALTER TABLE change ADD COLUMN importing_at BIGINT;
