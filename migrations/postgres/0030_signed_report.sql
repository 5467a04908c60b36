-- Reports as they were signed: everything their paper says (JSON), the last event recorded then, and a seal over it and the
-- signed report before, by the key outside the database. Rows are added and never changed.
CREATE TABLE signed_report (
    id        BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    kind      TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date   TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    signed_by TEXT NOT NULL,
    name      TEXT NOT NULL,
    event_id  BIGINT NOT NULL,
    content   TEXT NOT NULL,
    mac       BYTEA NOT NULL
);
CREATE INDEX signed_report_period ON signed_report (kind, from_date, id);

CREATE FUNCTION signed_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a signed report is never changed'; END $$;
CREATE TRIGGER signed_report_stays BEFORE UPDATE OR DELETE ON signed_report FOR EACH ROW EXECUTE FUNCTION signed_report_stays();
