-- Who did what, when, from where, and what it was before and became. A chain of its own; rows are added and never changed.
CREATE TABLE audit (
    id      BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    at      BIGINT NOT NULL,
    actor   TEXT NOT NULL,
    address TEXT,
    act     TEXT NOT NULL,
    subject TEXT NOT NULL,
    was     TEXT NOT NULL,
    became  TEXT NOT NULL,
    mac     BYTEA NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, id);
CREATE INDEX audit_actor ON audit (actor, id);

CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit is never changed'; END $$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays();
