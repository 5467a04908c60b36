-- One application. Instants are milliseconds UTC; days are yyyymmdd in the centre's zone.
-- The row equals the replay of its events; the counters equal the count of the rows.
CREATE TABLE dossier (
    id                  INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    code                TEXT NOT NULL UNIQUE,
    agency_id           INTEGER NOT NULL REFERENCES agency (id),
    field_id            INTEGER NOT NULL REFERENCES field (id),
    procedure_id        INTEGER REFERENCES procedure (id),
    channel             TEXT NOT NULL CHECK (channel IN ('online', 'direct', 'post')),
    limit_min           INTEGER CHECK (limit_min >= 0),
    cutoff_15h          INTEGER NOT NULL CHECK (cutoff_15h IN (0, 1)),
    status              INTEGER NOT NULL CHECK (status BETWEEN 1 AND 10),
    status_before_pause INTEGER CHECK (status_before_pause BETWEEN 1 AND 10),
    status_before_withdrawal INTEGER CHECK (status_before_withdrawal BETWEEN 1 AND 10),
    clock               TEXT NOT NULL CHECK (clock IN ('not_started', 'running', 'stopped', 'ended')),
    registered_at       INTEGER,
    received_at         INTEGER,
    first_due_at        INTEGER,
    due_at              INTEGER,
    paused_at           INTEGER,
    paused_overdue      INTEGER NOT NULL CHECK (paused_overdue IN (0, 1)),
    ended_at            INTEGER,
    end_reason          TEXT CHECK (end_reason IN ('resolved', 'withdrawn', 'ineligible', 'refused')),
    outcome             TEXT CHECK (outcome IN ('early', 'on_time', 'late')),
    handed_over_at      INTEGER,
    handled_min         INTEGER CHECK (handled_min >= 0),
    handling_bin        INTEGER CHECK (handling_bin >= 0),
    paused_min          INTEGER NOT NULL CHECK (paused_min >= 0),
    papers_asked        INTEGER NOT NULL CHECK (papers_asked >= 0),
    extended            INTEGER NOT NULL CHECK (extended IN (0, 1)),
    version             INTEGER NOT NULL CHECK (version > 0),
    last_event_at       INTEGER NOT NULL,
    received_day        INTEGER,
    ended_day           INTEGER,
    CHECK ((received_at IS NULL) = (received_day IS NULL)),
    CHECK ((ended_at IS NULL) = (ended_day IS NULL)),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CHECK (coalesce(end_reason = 'resolved', 0) = (outcome IS NOT NULL))
) STRICT;

-- Overdue and the next due instant, without a walk through the history.
CREATE INDEX dossier_running ON dossier (due_at, field_id, agency_id) WHERE clock = 'running';
-- What is open, for the history and the work lists.
CREATE INDEX dossier_open ON dossier (agency_id, status, received_at) WHERE ended_at IS NULL;
-- What ended since a day, for the figures of past periods.
CREATE INDEX dossier_ended ON dossier (ended_day) WHERE ended_day IS NOT NULL;
