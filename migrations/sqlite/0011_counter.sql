-- Counters: what a board shows, kept by triggers on the dossier row in the same transaction.
-- agency_id 0: all agencies. bucket: a day yyyymmdd, a month yyyymm00 or a year yyyy0000, in the
-- centre's zone. field_id 0: all fields, only in day buckets (for the chart and the comparison).
CREATE TABLE flow_counter (
    agency_id       INTEGER NOT NULL,
    bucket          INTEGER NOT NULL,
    field_id        INTEGER NOT NULL,
    received_online INTEGER NOT NULL,
    received_direct INTEGER NOT NULL,
    early           INTEGER NOT NULL,
    on_time         INTEGER NOT NULL,
    late            INTEGER NOT NULL,
    withdrawn       INTEGER NOT NULL,
    ineligible      INTEGER NOT NULL,
    refused         INTEGER NOT NULL,
    PRIMARY KEY (agency_id, bucket, field_id)
) STRICT, WITHOUT ROWID;

-- Resolved dossiers by working time, in bins of working minutes.
CREATE TABLE handling_counter (
    agency_id    INTEGER NOT NULL,
    bucket       INTEGER NOT NULL,
    field_id     INTEGER NOT NULL,
    handling_bin INTEGER NOT NULL,
    n            INTEGER NOT NULL,
    PRIMARY KEY (agency_id, bucket, field_id, handling_bin)
) STRICT, WITHOUT ROWID;

-- What stands open now. Running ones past their due time are counted by the clock, over the
-- index dossier_running: that figure changes with no write.
CREATE TABLE open_counter (
    agency_id          INTEGER NOT NULL,
    field_id           INTEGER NOT NULL,
    running            INTEGER NOT NULL,
    paused_within      INTEGER NOT NULL,
    paused_overdue     INTEGER NOT NULL,
    no_due             INTEGER NOT NULL,
    registered_waiting INTEGER NOT NULL,
    waiting_collection INTEGER NOT NULL,
    PRIMARY KEY (agency_id, field_id)
) STRICT, WITHOUT ROWID;

-- SQLite has no procedures: a row put into this view adds one dossier to the counters (`times` 1)
-- or takes it out of them (-1), so the rule stands here once for insert, update and delete.
CREATE VIEW counted AS
SELECT 0 AS times, agency_id, field_id, channel, status, clock, due_at, paused_overdue,
       received_day, ended_day, end_reason, outcome, handling_bin
FROM dossier WHERE 0;

CREATE TRIGGER counted_put INSTEAD OF INSERT ON counted
BEGIN
    INSERT INTO flow_counter
    SELECT a.agency_id, b.bucket, b.field_id,
           NEW.times * (NEW.channel = 'online'), NEW.times * (NEW.channel <> 'online'), 0, 0, 0, 0, 0, 0
    FROM (SELECT 0 AS agency_id UNION ALL SELECT NEW.agency_id) AS a,
         (SELECT NEW.received_day AS bucket, NEW.field_id AS field_id
          UNION ALL SELECT NEW.received_day, 0
          UNION ALL SELECT NEW.received_day / 100 * 100, NEW.field_id
          UNION ALL SELECT NEW.received_day / 10000 * 10000, NEW.field_id) AS b
    WHERE NEW.received_day IS NOT NULL
    ON CONFLICT DO UPDATE SET received_online = received_online + excluded.received_online,
                              received_direct = received_direct + excluded.received_direct;

    INSERT INTO flow_counter
    SELECT a.agency_id, b.bucket, b.field_id, 0, 0,
           NEW.times * coalesce(NEW.outcome = 'early', 0),
           NEW.times * coalesce(NEW.outcome = 'on_time', 0),
           NEW.times * coalesce(NEW.outcome = 'late', 0),
           NEW.times * (NEW.end_reason = 'withdrawn'),
           NEW.times * (NEW.end_reason = 'ineligible'),
           NEW.times * (NEW.end_reason = 'refused')
    FROM (SELECT 0 AS agency_id UNION ALL SELECT NEW.agency_id) AS a,
         (SELECT NEW.ended_day AS bucket, NEW.field_id AS field_id
          UNION ALL SELECT NEW.ended_day, 0
          UNION ALL SELECT NEW.ended_day / 100 * 100, NEW.field_id
          UNION ALL SELECT NEW.ended_day / 10000 * 10000, NEW.field_id) AS b
    WHERE NEW.ended_day IS NOT NULL AND (NEW.received_day IS NOT NULL OR NEW.end_reason = 'refused')
    ON CONFLICT DO UPDATE SET early = early + excluded.early,
                              on_time = on_time + excluded.on_time,
                              late = late + excluded.late,
                              withdrawn = withdrawn + excluded.withdrawn,
                              ineligible = ineligible + excluded.ineligible,
                              refused = refused + excluded.refused;

    INSERT INTO handling_counter
    SELECT a.agency_id, b.bucket, NEW.field_id, NEW.handling_bin, NEW.times
    FROM (SELECT 0 AS agency_id UNION ALL SELECT NEW.agency_id) AS a,
         (SELECT NEW.ended_day AS bucket
          UNION ALL SELECT NEW.ended_day / 100 * 100
          UNION ALL SELECT NEW.ended_day / 10000 * 10000) AS b
    WHERE NEW.outcome IS NOT NULL AND NEW.handling_bin IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + excluded.n;

    INSERT INTO open_counter
    SELECT a.agency_id, NEW.field_id,
           NEW.times * (NEW.clock = 'running'),
           NEW.times * (NEW.clock = 'stopped' AND NEW.paused_overdue = 0),
           NEW.times * (NEW.clock = 'stopped' AND NEW.paused_overdue = 1),
           NEW.times * (NEW.ended_day IS NULL AND NEW.received_day IS NOT NULL AND NEW.due_at IS NULL),
           NEW.times * (NEW.ended_day IS NULL AND NEW.received_day IS NULL),
           NEW.times * (NEW.status = 9)
    FROM (SELECT 0 AS agency_id UNION ALL SELECT NEW.agency_id) AS a
    WHERE NEW.ended_day IS NULL OR NEW.status = 9
    ON CONFLICT DO UPDATE SET running = running + excluded.running,
                              paused_within = paused_within + excluded.paused_within,
                              paused_overdue = paused_overdue + excluded.paused_overdue,
                              no_due = no_due + excluded.no_due,
                              registered_waiting = registered_waiting + excluded.registered_waiting,
                              waiting_collection = waiting_collection + excluded.waiting_collection;
END;

CREATE TRIGGER dossier_inserted AFTER INSERT ON dossier
BEGIN
    INSERT INTO counted VALUES (1, NEW.agency_id, NEW.field_id, NEW.channel, NEW.status, NEW.clock,
        NEW.due_at, NEW.paused_overdue, NEW.received_day, NEW.ended_day, NEW.end_reason, NEW.outcome,
        NEW.handling_bin);
    UPDATE change SET number = number + 1;
END;

CREATE TRIGGER dossier_updated AFTER UPDATE ON dossier
BEGIN
    INSERT INTO counted VALUES (-1, OLD.agency_id, OLD.field_id, OLD.channel, OLD.status, OLD.clock,
        OLD.due_at, OLD.paused_overdue, OLD.received_day, OLD.ended_day, OLD.end_reason, OLD.outcome,
        OLD.handling_bin);
    INSERT INTO counted VALUES (1, NEW.agency_id, NEW.field_id, NEW.channel, NEW.status, NEW.clock,
        NEW.due_at, NEW.paused_overdue, NEW.received_day, NEW.ended_day, NEW.end_reason, NEW.outcome,
        NEW.handling_bin);
    UPDATE change SET number = number + 1;
END;

CREATE TRIGGER dossier_deleted AFTER DELETE ON dossier
BEGIN
    INSERT INTO counted VALUES (-1, OLD.agency_id, OLD.field_id, OLD.channel, OLD.status, OLD.clock,
        OLD.due_at, OLD.paused_overdue, OLD.received_day, OLD.ended_day, OLD.end_reason, OLD.outcome,
        OLD.handling_bin);
    UPDATE change SET number = number + 1;
END;
