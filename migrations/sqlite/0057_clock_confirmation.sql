-- An administrator's word that the server's clock is right: what it said, and the newest event and line of the audit before it,
-- which may carry the time of a clock that was wrong.
CREATE TABLE clock_confirmation (
    id           INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    confirmed_at INTEGER NOT NULL,
    event_id     INTEGER NOT NULL,
    audit_id     INTEGER NOT NULL
) STRICT;
