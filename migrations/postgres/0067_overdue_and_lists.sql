-- Running dossiers by the day on which they are due: what is overdue is a sum, however much it is, and not a walk along all of it.
-- A span is span_days long: a day, or 64 of them, since what has been overdue for long is told in few rows. Spans are counted from
-- 1970 on in UTC, as due_at is, so that no change of the calendar moves them.
CREATE TABLE due_counter (
    agency_id BIGINT NOT NULL,
    span_days BIGINT NOT NULL CHECK (span_days IN (1, 64)),
    span      BIGINT NOT NULL,
    field_id  BIGINT NOT NULL,
    running   BIGINT NOT NULL,
    PRIMARY KEY (agency_id, span_days, span, field_id)
);

INSERT INTO due_counter
SELECT a.id, s.span_days, d.due_at / (s.span_days * 86400000), d.field_id, count(*)
FROM dossier d, counting(d.counted_in, d.agency_id) AS a (id), (VALUES (1::BIGINT), (64::BIGINT)) AS s (span_days)
WHERE d.clock = 'running' AND d.due_at IS NOT NULL
GROUP BY 1, 2, 3, 4;

-- Adds one dossier (`times` 1) or takes it out (-1).
CREATE FUNCTION due_put(d dossier, times BIGINT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF d.clock <> 'running' OR d.due_at IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO due_counter AS c
    SELECT a.id, s.span_days, d.due_at / (s.span_days * 86400000), d.field_id, times
    FROM counting(d.counted_in, d.agency_id) AS a (id), (VALUES (1::BIGINT), (64::BIGINT)) AS s (span_days)
    ON CONFLICT (agency_id, span_days, span, field_id) DO UPDATE SET running = c.running + excluded.running;
END $$;

-- Only where what it counts has changed: an event that moves no due time costs nothing.
CREATE FUNCTION due_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.clock, OLD.due_at, OLD.counted_in, OLD.agency_id, OLD.field_id)
        IS NOT DISTINCT FROM (NEW.clock, NEW.due_at, NEW.counted_in, NEW.agency_id, NEW.field_id)
    THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM due_put(OLD, -1);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM due_put(NEW, 1);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER dossier_due AFTER INSERT OR UPDATE OR DELETE ON dossier
    FOR EACH ROW WHEN (current_setting('sanh.counting', true) IS DISTINCT FROM 'bulk')
    EXECUTE FUNCTION due_changed();

-- The lists behind what flowed go day by day, the latest first, and within a day by row: a page of them is read along the index.
DROP INDEX dossier_flow_received;
CREATE INDEX dossier_flow_received ON dossier
    (received_day, id, agency_id, field_id, channel, procedure_id, received_by, registered_at, counted_in) WHERE received_day IS NOT NULL;
DROP INDEX dossier_flow_ended;
CREATE INDEX dossier_flow_ended ON dossier
    (ended_day, id, agency_id, field_id, channel, procedure_id, ended_by, end_reason, outcome, first_late, received_day,
     working_time_bin, handled_min, counted_in) WHERE ended_day IS NOT NULL;
DROP INDEX dossier_flow_handed;
CREATE INDEX dossier_flow_handed ON dossier
    (handed_over_day, id, agency_id, field_id, channel, procedure_id, handed_over_by, ended_day, counted_in) WHERE handed_over_day IS NOT NULL;
