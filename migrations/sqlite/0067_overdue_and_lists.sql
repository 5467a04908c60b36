-- Running dossiers by the day on which they are due: what is overdue is a sum, however much it is, and not a walk along all of it.
-- A span is span_days long: a day, or 64 of them, since what has been overdue for long is told in few rows. Spans are counted from
-- 1970 on in UTC, as due_at is, so that no change of the calendar moves them.
CREATE TABLE due_counter (
    agency_id INTEGER NOT NULL,
    span_days INTEGER NOT NULL CHECK (span_days IN (1, 64)),
    span      INTEGER NOT NULL,
    field_id  INTEGER NOT NULL,
    running   INTEGER NOT NULL,
    PRIMARY KEY (agency_id, span_days, span, field_id)
) STRICT, WITHOUT ROWID;

INSERT INTO due_counter
SELECT c.is_agency * d.agency_id, s.span_days, d.due_at / (s.span_days * 86400000), d.field_id, count(*)
FROM dossier d JOIN counting c ON c.counted_in = d.counted_in, (SELECT 1 AS span_days UNION ALL SELECT 64) s
WHERE d.clock = 'running' AND d.due_at IS NOT NULL
GROUP BY 1, 2, 3, 4;

-- A row put into this view adds one dossier (`times` 1) or takes it out (-1).
CREATE VIEW due AS
SELECT 0 AS times, counted_in, agency_id, field_id, clock, due_at FROM dossier WHERE 0;

CREATE TRIGGER due_put INSTEAD OF INSERT ON due WHEN NEW.clock = 'running' AND NEW.due_at IS NOT NULL
BEGIN
    INSERT INTO due_counter
    SELECT a.agency_id, s.span_days, NEW.due_at / (s.span_days * 86400000), NEW.field_id, NEW.times
    FROM (SELECT is_agency * NEW.agency_id AS agency_id FROM counting WHERE counted_in = NEW.counted_in) AS a,
         (SELECT 1 AS span_days UNION ALL SELECT 64) AS s
    WHERE true
    ON CONFLICT DO UPDATE SET running = running + excluded.running;
END;

-- Only where what it counts has changed: an event that moves no due time costs nothing.
CREATE TRIGGER dossier_due_inserted AFTER INSERT ON dossier WHEN NEW.clock = 'running'
BEGIN
    INSERT INTO due VALUES (1, NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.clock, NEW.due_at);
END;

CREATE TRIGGER dossier_due_updated AFTER UPDATE ON dossier
WHEN OLD.clock <> NEW.clock OR OLD.due_at IS NOT NEW.due_at OR OLD.counted_in <> NEW.counted_in
    OR OLD.agency_id <> NEW.agency_id OR OLD.field_id <> NEW.field_id
BEGIN
    INSERT INTO due VALUES (-1, OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.clock, OLD.due_at);
    INSERT INTO due VALUES (1, NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.clock, NEW.due_at);
END;

CREATE TRIGGER dossier_due_deleted AFTER DELETE ON dossier WHEN OLD.clock = 'running'
BEGIN
    INSERT INTO due VALUES (-1, OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.clock, OLD.due_at);
END;

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
