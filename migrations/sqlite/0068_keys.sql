-- A chain that begins because the key before it is lost, and who said so: what was sealed before cannot be checked any more.
-- The row says why a chain began in a list of words that SQLite cannot widen: the table is made anew, row by row as it was.
CREATE TABLE seal_chain_next (
    number         INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    cause          TEXT NOT NULL CHECK (cause IN ('first', 'restored', 'rotated', 'key_lost')),
    begun_at       INTEGER NOT NULL,
    fingerprint    TEXT NOT NULL,
    event_id       INTEGER NOT NULL,
    audit_id       INTEGER NOT NULL,
    report_id      INTEGER NOT NULL,
    known_event_id INTEGER NOT NULL,
    known_audit_id INTEGER NOT NULL,
    wrapped_key    TEXT,
    mac            TEXT NOT NULL,
    begun_by       TEXT NOT NULL DEFAULT ''
) STRICT;

INSERT INTO seal_chain_next (number, cause, begun_at, fingerprint, event_id, audit_id, report_id, known_event_id, known_audit_id,
    wrapped_key, mac)
SELECT number, cause, begun_at, fingerprint, event_id, audit_id, report_id, known_event_id, known_audit_id, wrapped_key, mac
FROM seal_chain;

DROP TABLE seal_chain;
ALTER TABLE seal_chain_next RENAME TO seal_chain;

CREATE TRIGGER seal_chain_stays BEFORE UPDATE ON seal_chain
BEGIN SELECT raise(ABORT, 'how a chain began is never changed'); END;
CREATE TRIGGER seal_chain_is_kept BEFORE DELETE ON seal_chain
BEGIN SELECT raise(ABORT, 'how a chain began is never changed'); END;

-- While the keys of applicants' data are changed, both secrets open: the new one, and the one before, wrapped by the new master key.
-- Each record knows under which it is sealed; when none is left under the one before, that secret is gone.
ALTER TABLE centre_secret ADD COLUMN number INTEGER NOT NULL DEFAULT 1;
ALTER TABLE centre_secret ADD COLUMN wrapped_before BLOB;
ALTER TABLE applicant ADD COLUMN key_number INTEGER NOT NULL DEFAULT 1;
ALTER TABLE note ADD COLUMN key_number INTEGER NOT NULL DEFAULT 1;
