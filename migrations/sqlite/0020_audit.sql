-- Who did what, when, from where, and what it was before and became. A chain of its own; rows are added and never changed.
CREATE TABLE audit (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,
    address TEXT,
    act     TEXT NOT NULL,
    subject TEXT NOT NULL,
    was     TEXT NOT NULL,
    became  TEXT NOT NULL,
    mac     BLOB NOT NULL
) STRICT;
CREATE INDEX audit_subject ON audit (subject, id);
CREATE INDEX audit_actor ON audit (actor, id);

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit is never changed'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit is never changed'); END;
