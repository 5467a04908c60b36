-- Reports as they were signed: everything their paper says (JSON), the last event recorded then, and a seal over it and the
-- signed report before, by the key outside the database. Rows are added and never changed.
CREATE TABLE signed_report (
    id        INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    kind      TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date   TEXT NOT NULL,
    signed_at INTEGER NOT NULL,
    signed_by TEXT NOT NULL,
    name      TEXT NOT NULL,
    event_id  INTEGER NOT NULL,
    content   TEXT NOT NULL,
    mac       BLOB NOT NULL
) STRICT;
CREATE INDEX signed_report_period ON signed_report (kind, from_date, id);

CREATE TRIGGER signed_report_stays BEFORE UPDATE ON signed_report
BEGIN SELECT raise(ABORT, 'a signed report is never changed'); END;
CREATE TRIGGER signed_report_is_kept BEFORE DELETE ON signed_report
BEGIN SELECT raise(ABORT, 'a signed report is never changed'); END;
