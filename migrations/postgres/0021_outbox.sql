-- What applicants are to be told: one row an event that concerns them, written with it. Whom to tell stands sealed with the dossier.
CREATE TABLE outbox (
    id             BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    dossier_id     BIGINT NOT NULL REFERENCES dossier (id),
    event_sequence BIGINT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'nobody', 'cancelled', 'dead')),
    next_at        BIGINT NOT NULL,
    tries          BIGINT NOT NULL DEFAULT 0,
    ended_at       BIGINT,
    fault          TEXT,
    UNIQUE (dossier_id, event_sequence)
);
CREATE INDEX outbox_waiting ON outbox (next_at) WHERE state = 'waiting';
CREATE INDEX outbox_dead ON outbox (id) WHERE state = 'dead';
