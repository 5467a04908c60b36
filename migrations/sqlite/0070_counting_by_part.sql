-- What a change of a dossier moves in the counters is taken out and added by part: what was received, what ended, what stands open. Before,
-- every change took the whole dossier out and added it again, so that an event that moved nothing cost some forty rows of counters.
DROP TRIGGER counted_put;
DROP TRIGGER dossier_inserted;
DROP TRIGGER dossier_updated;
DROP TRIGGER dossier_deleted;
DROP VIEW counted;

-- A row put into one of these views adds one dossier to its counters (`times` 1) or takes it out of them (-1).
CREATE VIEW counted_received AS
SELECT 0 AS times, counted_in, agency_id, field_id, channel, received_day FROM dossier WHERE 0;

CREATE TRIGGER counted_received_put INSTEAD OF INSERT ON counted_received WHEN NEW.received_day IS NOT NULL
BEGIN
    INSERT INTO flow_counter
    SELECT a.is_agency * NEW.agency_id, b.bucket, b.field_id,
           NEW.times * (NEW.channel = 'online'), NEW.times * (NEW.channel <> 'online'), 0, 0, 0, 0, 0, 0
    FROM counting AS a,
         (SELECT NEW.received_day AS bucket, NEW.field_id AS field_id
          UNION ALL SELECT NEW.received_day, 0
          UNION ALL SELECT NEW.received_day / 100 * 100, NEW.field_id
          UNION ALL SELECT NEW.received_day / 10000 * 10000, NEW.field_id) AS b
    WHERE a.counted_in = NEW.counted_in
    ON CONFLICT DO UPDATE SET received_online = received_online + excluded.received_online,
                              received_direct = received_direct + excluded.received_direct;
END;

CREATE VIEW counted_ended AS
SELECT 0 AS times, counted_in, agency_id, field_id, received_day, ended_day, end_reason, outcome, handling_bin
FROM dossier WHERE 0;

CREATE TRIGGER counted_ended_put INSTEAD OF INSERT ON counted_ended
WHEN NEW.ended_day IS NOT NULL AND (NEW.received_day IS NOT NULL OR NEW.end_reason = 'refused')
BEGIN
    INSERT INTO flow_counter
    SELECT a.is_agency * NEW.agency_id, b.bucket, b.field_id, 0, 0,
           NEW.times * coalesce(NEW.outcome = 'early', 0),
           NEW.times * coalesce(NEW.outcome = 'on_time', 0),
           NEW.times * coalesce(NEW.outcome = 'late', 0),
           NEW.times * (NEW.end_reason = 'withdrawn'),
           NEW.times * (NEW.end_reason = 'ineligible'),
           NEW.times * (NEW.end_reason = 'refused')
    FROM counting AS a,
         (SELECT NEW.ended_day AS bucket, NEW.field_id AS field_id
          UNION ALL SELECT NEW.ended_day, 0
          UNION ALL SELECT NEW.ended_day / 100 * 100, NEW.field_id
          UNION ALL SELECT NEW.ended_day / 10000 * 10000, NEW.field_id) AS b
    WHERE a.counted_in = NEW.counted_in
    ON CONFLICT DO UPDATE SET early = early + excluded.early,
                              on_time = on_time + excluded.on_time,
                              late = late + excluded.late,
                              withdrawn = withdrawn + excluded.withdrawn,
                              ineligible = ineligible + excluded.ineligible,
                              refused = refused + excluded.refused;
END;

-- How long it took is told of every end that has an outcome.
CREATE TRIGGER counted_handling_put INSTEAD OF INSERT ON counted_ended
WHEN NEW.ended_day IS NOT NULL AND NEW.outcome IS NOT NULL AND NEW.handling_bin IS NOT NULL
BEGIN
    INSERT INTO handling_counter
    SELECT a.is_agency * NEW.agency_id, b.bucket, NEW.field_id, NEW.handling_bin, NEW.times
    FROM counting AS a,
         (SELECT NEW.ended_day AS bucket
          UNION ALL SELECT NEW.ended_day / 100 * 100
          UNION ALL SELECT NEW.ended_day / 10000 * 10000) AS b
    WHERE a.counted_in = NEW.counted_in
    ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;

CREATE VIEW counted_open AS
SELECT 0 AS times, counted_in, agency_id, field_id, status, clock, due_at, paused_overdue, received_day, ended_day
FROM dossier WHERE 0;

CREATE TRIGGER counted_open_put INSTEAD OF INSERT ON counted_open WHEN NEW.ended_day IS NULL OR NEW.status = 9
BEGIN
    INSERT INTO open_counter
    SELECT a.is_agency * NEW.agency_id, NEW.field_id,
           NEW.times * (NEW.clock = 'running'),
           NEW.times * (NEW.clock = 'stopped' AND NEW.paused_overdue = 0),
           NEW.times * (NEW.clock = 'stopped' AND NEW.paused_overdue = 1),
           NEW.times * (NEW.ended_day IS NULL AND NEW.received_day IS NOT NULL AND NEW.due_at IS NULL),
           NEW.times * (NEW.ended_day IS NULL AND NEW.received_day IS NULL),
           NEW.times * (NEW.status = 9)
    FROM counting AS a
    WHERE a.counted_in = NEW.counted_in
    ON CONFLICT DO UPDATE SET running = running + excluded.running,
                              paused_within = paused_within + excluded.paused_within,
                              paused_overdue = paused_overdue + excluded.paused_overdue,
                              no_due = no_due + excluded.no_due,
                              registered_waiting = registered_waiting + excluded.registered_waiting,
                              waiting_collection = waiting_collection + excluded.waiting_collection;
END;

CREATE TRIGGER dossier_inserted AFTER INSERT ON dossier
BEGIN
    INSERT INTO counted_received VALUES (1, NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.channel, NEW.received_day);
    INSERT INTO counted_ended VALUES (1, NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.received_day, NEW.ended_day,
        NEW.end_reason, NEW.outcome, NEW.handling_bin);
    INSERT INTO counted_open VALUES (1, NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.status, NEW.clock, NEW.due_at,
        NEW.paused_overdue, NEW.received_day, NEW.ended_day);
    UPDATE change SET number = number + 1;
END;

CREATE TRIGGER dossier_updated AFTER UPDATE ON dossier
BEGIN
    UPDATE change SET number = number + 1;
END;

-- Each only where what it counts has changed.
CREATE TRIGGER dossier_counted_received AFTER UPDATE ON dossier
WHEN (OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.channel, OLD.received_day)
     IS NOT (NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.channel, NEW.received_day)
BEGIN
    INSERT INTO counted_received VALUES (-1, OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.channel, OLD.received_day);
    INSERT INTO counted_received VALUES (1, NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.channel, NEW.received_day);
END;

CREATE TRIGGER dossier_counted_ended AFTER UPDATE ON dossier
WHEN (OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.received_day, OLD.ended_day, OLD.end_reason, OLD.outcome, OLD.handling_bin)
     IS NOT (NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.received_day, NEW.ended_day, NEW.end_reason, NEW.outcome, NEW.handling_bin)
BEGIN
    INSERT INTO counted_ended VALUES (-1, OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.received_day, OLD.ended_day,
        OLD.end_reason, OLD.outcome, OLD.handling_bin);
    INSERT INTO counted_ended VALUES (1, NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.received_day, NEW.ended_day,
        NEW.end_reason, NEW.outcome, NEW.handling_bin);
END;

CREATE TRIGGER dossier_counted_open AFTER UPDATE ON dossier
WHEN (OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.status = 9, OLD.clock, OLD.due_at IS NULL, OLD.paused_overdue,
      OLD.received_day IS NULL, OLD.ended_day IS NULL)
     IS NOT (NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.status = 9, NEW.clock, NEW.due_at IS NULL, NEW.paused_overdue,
      NEW.received_day IS NULL, NEW.ended_day IS NULL)
BEGIN
    INSERT INTO counted_open VALUES (-1, OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.status, OLD.clock, OLD.due_at,
        OLD.paused_overdue, OLD.received_day, OLD.ended_day);
    INSERT INTO counted_open VALUES (1, NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.status, NEW.clock, NEW.due_at,
        NEW.paused_overdue, NEW.received_day, NEW.ended_day);
END;

CREATE TRIGGER dossier_deleted AFTER DELETE ON dossier
BEGIN
    INSERT INTO counted_received VALUES (-1, OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.channel, OLD.received_day);
    INSERT INTO counted_ended VALUES (-1, OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.received_day, OLD.ended_day,
        OLD.end_reason, OLD.outcome, OLD.handling_bin);
    INSERT INTO counted_open VALUES (-1, OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.status, OLD.clock, OLD.due_at,
        OLD.paused_overdue, OLD.received_day, OLD.ended_day);
    UPDATE change SET number = number + 1;
END;
