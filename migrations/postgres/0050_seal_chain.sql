-- The chains that the seals stand in, one after another: by whose key, after which event, line of the audit and signed report, and
-- why: the first, a restore, another key. The mac, by the chain's own key, covers the row and the end of the chain before. The
-- fingerprint tells keys apart and opens nothing; the wrapped key is that of the chain before, where it was another.
CREATE TABLE seal_chain (
    number         BIGINT NOT NULL PRIMARY KEY CHECK (number > 0),
    cause          TEXT NOT NULL CHECK (cause IN ('first', 'restored', 'rotated')),
    begun_at       BIGINT NOT NULL,
    fingerprint    TEXT NOT NULL,
    event_id       BIGINT NOT NULL,
    audit_id       BIGINT NOT NULL,
    report_id      BIGINT NOT NULL,
    known_event_id BIGINT NOT NULL,
    known_audit_id BIGINT NOT NULL,
    wrapped_key    TEXT,
    mac            TEXT NOT NULL
);

CREATE FUNCTION seal_chain_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'how a chain began is never changed'; END $$;
CREATE TRIGGER seal_chain_stays BEFORE UPDATE OR DELETE ON seal_chain FOR EACH ROW EXECUTE FUNCTION seal_chain_stays();
