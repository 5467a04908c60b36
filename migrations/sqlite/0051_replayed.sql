-- What a restore did again of what is kept outside the database: a line of the audit of before, by which a person was erased or a
-- right taken away. A blank fault: it is done; else why it could not be.
CREATE TABLE replayed (
    chain    INTEGER NOT NULL,
    audit_id INTEGER NOT NULL,
    mac      TEXT NOT NULL,
    fault    TEXT NOT NULL,
    PRIMARY KEY (chain, audit_id, mac)
) STRICT, WITHOUT ROWID;
