-- What happened to dossiers, in the order it was learned. Only ever added to.
CREATE TABLE event (
    id            INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    dossier_id    INTEGER NOT NULL REFERENCES dossier (id),
    sequence      INTEGER NOT NULL CHECK (sequence > 0),
    kind          TEXT NOT NULL,
    from_status   INTEGER CHECK (from_status BETWEEN 1 AND 10),
    to_status     INTEGER NOT NULL CHECK (to_status BETWEEN 1 AND 10),
    occurred_at   INTEGER NOT NULL,
    recorded_at   INTEGER NOT NULL,
    actor         TEXT NOT NULL,
    reason        TEXT,
    due_at        INTEGER,
    handled_min   INTEGER CHECK (handled_min >= 0),
    paused_min    INTEGER NOT NULL CHECK (paused_min >= 0),
    made_up       INTEGER NOT NULL CHECK (made_up IN (0, 1)),
    takes_back    INTEGER,
    change_number INTEGER NOT NULL,
    UNIQUE (dossier_id, sequence)
) STRICT;
