-- What applicants are to be told: one row an event that concerns them, written with it. Whom to tell stands sealed with the dossier.
CREATE TABLE outbox (
    id             INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    dossier_id     INTEGER NOT NULL REFERENCES dossier (id),
    event_sequence INTEGER NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'nobody', 'cancelled', 'dead')),
    next_at        INTEGER NOT NULL,
    tries          INTEGER NOT NULL DEFAULT 0,
    ended_at       INTEGER,
    fault          TEXT,
    UNIQUE (dossier_id, event_sequence)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (next_at) WHERE state = 'waiting';
CREATE INDEX outbox_dead ON outbox (id) WHERE state = 'dead';
