-- In whose figures a dossier counts: those of the centre and of its agency (both), only the centre's (centre: a linked dossier, whose
-- parts its agencies count), only its agency's (agency: a part of one), or nobody's (none: annulled). The counters, and whatever
-- counts dossiers themselves, go by it.
ALTER TABLE dossier ADD COLUMN counted_in TEXT NOT NULL DEFAULT 'both' CHECK (counted_in IN ('both', 'centre', 'agency', 'none'));

-- The indexes that figures are counted from hold what they go by.
DROP INDEX dossier_running;
CREATE INDEX dossier_running ON dossier (due_at, field_id, agency_id, counted_in) WHERE clock = 'running';
DROP INDEX dossier_flow_received;
CREATE INDEX dossier_flow_received ON dossier
    (received_day, agency_id, field_id, channel, procedure_id, received_by, registered_at, counted_in) WHERE received_day IS NOT NULL;
DROP INDEX dossier_flow_ended;
CREATE INDEX dossier_flow_ended ON dossier
    (ended_day, agency_id, field_id, channel, procedure_id, ended_by, end_reason, outcome, first_late, received_day,
     working_time_bin, handled_min, counted_in) WHERE ended_day IS NOT NULL;
DROP INDEX dossier_flow_handed;
CREATE INDEX dossier_flow_handed ON dossier
    (handed_over_day, agency_id, field_id, channel, procedure_id, handed_over_by, ended_day, counted_in) WHERE handed_over_day IS NOT NULL;
DROP INDEX dossier_standing;
CREATE INDEX dossier_standing ON dossier
    (agency_id, field_id, channel, procedure_id, assignee, clock, due_at, paused_overdue, received_day, counted_in) WHERE ended_day IS NULL;
DROP INDEX dossier_collection;
CREATE INDEX dossier_collection ON dossier (field_id, agency_id, channel, procedure_id, assignee, counted_in) WHERE status = 9;

-- Triggers and views anew, with it.
DROP TRIGGER counted_put;
DROP TRIGGER dossier_inserted;
DROP TRIGGER dossier_updated;
DROP TRIGGER dossier_deleted;
DROP TRIGGER throughput_put;
DROP TRIGGER dossier_received_inserted;
DROP TRIGGER dossier_received_updated;
DROP TRIGGER dossier_received_deleted;
DROP TRIGGER dossier_ended_inserted;
DROP TRIGGER dossier_ended_updated;
DROP TRIGGER dossier_ended_deleted;
DROP TRIGGER dossier_handed_over_inserted;
DROP TRIGGER dossier_handed_over_updated;
DROP TRIGGER dossier_handed_over_deleted;
DROP VIEW counted;
DROP VIEW throughput;

-- The rule, once: whose counters each word adds to, the centre's (0) or its agency's (1).
CREATE VIEW counting AS
SELECT 'both' AS counted_in, 0 AS is_agency UNION ALL SELECT 'both', 1 UNION ALL SELECT 'centre', 0 UNION ALL SELECT 'agency', 1;

-- SQLite has no procedures: a row put into this view adds one dossier to the counters (`times` 1)
-- or takes it out of them (-1), so the rule stands here once for insert, update and delete.
CREATE VIEW counted AS
SELECT 0 AS times, counted_in, agency_id, field_id, channel, status, clock, due_at, paused_overdue,
       received_day, ended_day, end_reason, outcome, handling_bin
FROM dossier WHERE 0;

CREATE TRIGGER counted_put INSTEAD OF INSERT ON counted
BEGIN
    INSERT INTO flow_counter
    SELECT a.agency_id, b.bucket, b.field_id,
           NEW.times * (NEW.channel = 'online'), NEW.times * (NEW.channel <> 'online'), 0, 0, 0, 0, 0, 0
    FROM (SELECT is_agency * NEW.agency_id AS agency_id FROM counting WHERE counted_in = NEW.counted_in) AS a,
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
    FROM (SELECT is_agency * NEW.agency_id AS agency_id FROM counting WHERE counted_in = NEW.counted_in) AS a,
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
    FROM (SELECT is_agency * NEW.agency_id AS agency_id FROM counting WHERE counted_in = NEW.counted_in) AS a,
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
    FROM (SELECT is_agency * NEW.agency_id AS agency_id FROM counting WHERE counted_in = NEW.counted_in) AS a
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
    INSERT INTO counted VALUES (1, NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.channel, NEW.status, NEW.clock,
        NEW.due_at, NEW.paused_overdue, NEW.received_day, NEW.ended_day, NEW.end_reason, NEW.outcome,
        NEW.handling_bin);
    UPDATE change SET number = number + 1;
END;

CREATE TRIGGER dossier_updated AFTER UPDATE ON dossier
BEGIN
    INSERT INTO counted VALUES (-1, OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.channel, OLD.status, OLD.clock,
        OLD.due_at, OLD.paused_overdue, OLD.received_day, OLD.ended_day, OLD.end_reason, OLD.outcome,
        OLD.handling_bin);
    INSERT INTO counted VALUES (1, NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.channel, NEW.status, NEW.clock,
        NEW.due_at, NEW.paused_overdue, NEW.received_day, NEW.ended_day, NEW.end_reason, NEW.outcome,
        NEW.handling_bin);
    UPDATE change SET number = number + 1;
END;

CREATE TRIGGER dossier_deleted AFTER DELETE ON dossier
BEGIN
    INSERT INTO counted VALUES (-1, OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.channel, OLD.status, OLD.clock,
        OLD.due_at, OLD.paused_overdue, OLD.received_day, OLD.ended_day, OLD.end_reason, OLD.outcome,
        OLD.handling_bin);
    UPDATE change SET number = number + 1;
END;

-- The counters of throughput know the word itself: rows of agencies are added up for the centre, too.
CREATE TABLE throughput_counter_new (
    bucket          INTEGER NOT NULL,
    agency_id       INTEGER NOT NULL,
    field_id        INTEGER NOT NULL,
    channel         TEXT NOT NULL,
    received_online INTEGER NOT NULL,
    received_direct INTEGER NOT NULL,
    received_post   INTEGER NOT NULL,
    early           INTEGER NOT NULL,
    on_time         INTEGER NOT NULL,
    late            INTEGER NOT NULL,
    first_late      INTEGER NOT NULL,
    withdrawn       INTEGER NOT NULL,
    ineligible      INTEGER NOT NULL,
    refused         INTEGER NOT NULL,
    handed_over     INTEGER NOT NULL,
    handled_min     INTEGER NOT NULL,
    counted_in      TEXT NOT NULL DEFAULT 'both',
    PRIMARY KEY (bucket, agency_id, field_id, channel, counted_in)
) STRICT, WITHOUT ROWID;
INSERT INTO throughput_counter_new (bucket, agency_id, field_id, channel, received_online, received_direct, received_post, early, on_time, late, first_late, withdrawn, ineligible, refused, handed_over, handled_min)
    SELECT bucket, agency_id, field_id, channel, received_online, received_direct, received_post, early, on_time, late, first_late, withdrawn, ineligible, refused, handed_over, handled_min FROM throughput_counter;
DROP TABLE throughput_counter;
ALTER TABLE throughput_counter_new RENAME TO throughput_counter;

CREATE TABLE throughput_procedure_new (
    bucket          INTEGER NOT NULL,
    procedure_id    INTEGER NOT NULL,
    agency_id       INTEGER NOT NULL,
    field_id        INTEGER NOT NULL,
    received_online INTEGER NOT NULL,
    received_direct INTEGER NOT NULL,
    received_post   INTEGER NOT NULL,
    early           INTEGER NOT NULL,
    on_time         INTEGER NOT NULL,
    late            INTEGER NOT NULL,
    first_late      INTEGER NOT NULL,
    withdrawn       INTEGER NOT NULL,
    ineligible      INTEGER NOT NULL,
    refused         INTEGER NOT NULL,
    handed_over     INTEGER NOT NULL,
    handled_min     INTEGER NOT NULL,
    counted_in      TEXT NOT NULL DEFAULT 'both',
    PRIMARY KEY (bucket, procedure_id, agency_id, field_id, counted_in)
) STRICT, WITHOUT ROWID;
INSERT INTO throughput_procedure_new (bucket, procedure_id, agency_id, field_id, received_online, received_direct, received_post, early, on_time, late, first_late, withdrawn, ineligible, refused, handed_over, handled_min)
    SELECT bucket, procedure_id, agency_id, field_id, received_online, received_direct, received_post, early, on_time, late, first_late, withdrawn, ineligible, refused, handed_over, handled_min FROM throughput_procedure;
DROP TABLE throughput_procedure;
ALTER TABLE throughput_procedure_new RENAME TO throughput_procedure;

CREATE TABLE throughput_person_new (
    bucket          INTEGER NOT NULL,
    person          TEXT NOT NULL,
    agency_id       INTEGER NOT NULL,
    received_online INTEGER NOT NULL,
    received_direct INTEGER NOT NULL,
    received_post   INTEGER NOT NULL,
    early           INTEGER NOT NULL,
    on_time         INTEGER NOT NULL,
    late            INTEGER NOT NULL,
    first_late      INTEGER NOT NULL,
    withdrawn       INTEGER NOT NULL,
    ineligible      INTEGER NOT NULL,
    refused         INTEGER NOT NULL,
    handed_over     INTEGER NOT NULL,
    handled_min     INTEGER NOT NULL,
    counted_in      TEXT NOT NULL DEFAULT 'both',
    PRIMARY KEY (bucket, person, agency_id, counted_in)
) STRICT, WITHOUT ROWID;
INSERT INTO throughput_person_new (bucket, person, agency_id, received_online, received_direct, received_post, early, on_time, late, first_late, withdrawn, ineligible, refused, handed_over, handled_min)
    SELECT bucket, person, agency_id, received_online, received_direct, received_post, early, on_time, late, first_late, withdrawn, ineligible, refused, handed_over, handled_min FROM throughput_person;
DROP TABLE throughput_person;
ALTER TABLE throughput_person_new RENAME TO throughput_person;

CREATE TABLE working_time_counter_new (
    bucket           INTEGER NOT NULL,
    agency_id        INTEGER NOT NULL,
    field_id         INTEGER NOT NULL,
    channel          TEXT NOT NULL,
    working_time_bin INTEGER NOT NULL,
    n                INTEGER NOT NULL,
    counted_in       TEXT NOT NULL DEFAULT 'both',
    PRIMARY KEY (bucket, agency_id, field_id, channel, working_time_bin, counted_in)
) STRICT, WITHOUT ROWID;
INSERT INTO working_time_counter_new (bucket, agency_id, field_id, channel, working_time_bin, n)
    SELECT bucket, agency_id, field_id, channel, working_time_bin, n FROM working_time_counter;
DROP TABLE working_time_counter;
ALTER TABLE working_time_counter_new RENAME TO working_time_counter;

CREATE TABLE working_time_procedure_new (
    bucket           INTEGER NOT NULL,
    procedure_id     INTEGER NOT NULL,
    agency_id        INTEGER NOT NULL,
    field_id         INTEGER NOT NULL,
    working_time_bin INTEGER NOT NULL,
    n                INTEGER NOT NULL,
    counted_in       TEXT NOT NULL DEFAULT 'both',
    PRIMARY KEY (bucket, procedure_id, agency_id, field_id, working_time_bin, counted_in)
) STRICT, WITHOUT ROWID;
INSERT INTO working_time_procedure_new (bucket, procedure_id, agency_id, field_id, working_time_bin, n)
    SELECT bucket, procedure_id, agency_id, field_id, working_time_bin, n FROM working_time_procedure;
DROP TABLE working_time_procedure;
ALTER TABLE working_time_procedure_new RENAME TO working_time_procedure;

CREATE TABLE working_time_person_new (
    bucket           INTEGER NOT NULL,
    person           TEXT NOT NULL,
    agency_id        INTEGER NOT NULL,
    working_time_bin INTEGER NOT NULL,
    n                INTEGER NOT NULL,
    counted_in       TEXT NOT NULL DEFAULT 'both',
    PRIMARY KEY (bucket, person, agency_id, working_time_bin, counted_in)
) STRICT, WITHOUT ROWID;
INSERT INTO working_time_person_new (bucket, person, agency_id, working_time_bin, n)
    SELECT bucket, person, agency_id, working_time_bin, n FROM working_time_person;
DROP TABLE working_time_person;
ALTER TABLE working_time_person_new RENAME TO working_time_person;

-- A row put into this view adds what happened to one dossier on a day (`times` 1), or takes it out (-1).
CREATE VIEW throughput AS
SELECT 0 AS times, counted_in, 0 AS is_end, agency_id AS day, '' AS person, agency_id, field_id, channel, procedure_id, working_time_bin,
       0 AS received_online, 0 AS received_direct, 0 AS received_post, 0 AS early, 0 AS on_time,
       0 AS late, 0 AS first_late, 0 AS withdrawn, 0 AS ineligible, 0 AS refused,
       0 AS handed_over, 0 AS handled_min
FROM dossier WHERE 0;

CREATE TRIGGER throughput_put INSTEAD OF INSERT ON throughput WHEN NEW.counted_in <> 'none'
BEGIN
    INSERT INTO throughput_counter
        (bucket, agency_id, field_id, channel, counted_in,
         received_online, received_direct, received_post, early, on_time, late, first_late, withdrawn,
         ineligible, refused, handed_over, handled_min)
    SELECT b.bucket, p.agency_id, p.field_id, p.channel, NEW.counted_in, NEW.times * NEW.received_online,
           NEW.times * NEW.received_direct, NEW.times * NEW.received_post, NEW.times * NEW.early,
           NEW.times * NEW.on_time, NEW.times * NEW.late, NEW.times * NEW.first_late, NEW.times * NEW.withdrawn,
           NEW.times * NEW.ineligible, NEW.times * NEW.refused, NEW.times * NEW.handed_over,
           NEW.times * NEW.handled_min
    FROM (SELECT NEW.day AS bucket UNION ALL SELECT NEW.day / 100 * 100 UNION ALL SELECT NEW.day / 10000 * 10000) AS b,
         (SELECT NEW.agency_id AS agency_id, NEW.field_id AS field_id, NEW.channel AS channel
          UNION ALL SELECT 0, 0, '' FROM counting WHERE counted_in = NEW.counted_in AND is_agency = 0) AS p
    WHERE true
    ON CONFLICT DO UPDATE SET
        received_online = received_online + excluded.received_online,
        received_direct = received_direct + excluded.received_direct,
        received_post = received_post + excluded.received_post, early = early + excluded.early,
        on_time = on_time + excluded.on_time, late = late + excluded.late,
        first_late = first_late + excluded.first_late, withdrawn = withdrawn + excluded.withdrawn,
        ineligible = ineligible + excluded.ineligible, refused = refused + excluded.refused,
        handed_over = handed_over + excluded.handed_over, handled_min = handled_min + excluded.handled_min;

    INSERT INTO throughput_procedure
        (bucket, procedure_id, agency_id, field_id, counted_in,
         received_online, received_direct, received_post, early, on_time, late, first_late, withdrawn,
         ineligible, refused, handed_over, handled_min)
    SELECT b.bucket, coalesce(NEW.procedure_id, 0), NEW.agency_id, NEW.field_id, NEW.counted_in, NEW.times * NEW.received_online,
           NEW.times * NEW.received_direct, NEW.times * NEW.received_post, NEW.times * NEW.early,
           NEW.times * NEW.on_time, NEW.times * NEW.late, NEW.times * NEW.first_late, NEW.times * NEW.withdrawn,
           NEW.times * NEW.ineligible, NEW.times * NEW.refused, NEW.times * NEW.handed_over,
           NEW.times * NEW.handled_min
    FROM (SELECT NEW.day AS bucket UNION ALL SELECT NEW.day / 100 * 100 UNION ALL SELECT NEW.day / 10000 * 10000) AS b
    WHERE true
    ON CONFLICT DO UPDATE SET
        received_online = received_online + excluded.received_online,
        received_direct = received_direct + excluded.received_direct,
        received_post = received_post + excluded.received_post, early = early + excluded.early,
        on_time = on_time + excluded.on_time, late = late + excluded.late,
        first_late = first_late + excluded.first_late, withdrawn = withdrawn + excluded.withdrawn,
        ineligible = ineligible + excluded.ineligible, refused = refused + excluded.refused,
        handed_over = handed_over + excluded.handed_over, handled_min = handled_min + excluded.handled_min;

    INSERT INTO throughput_person
        (bucket, person, agency_id, counted_in,
         received_online, received_direct, received_post, early, on_time, late, first_late, withdrawn,
         ineligible, refused, handed_over, handled_min)
    SELECT b.bucket, coalesce(NEW.person, ''), NEW.agency_id, NEW.counted_in, NEW.times * NEW.received_online,
           NEW.times * NEW.received_direct, NEW.times * NEW.received_post, NEW.times * NEW.early,
           NEW.times * NEW.on_time, NEW.times * NEW.late, NEW.times * NEW.first_late, NEW.times * NEW.withdrawn,
           NEW.times * NEW.ineligible, NEW.times * NEW.refused, NEW.times * NEW.handed_over,
           NEW.times * NEW.handled_min
    FROM (SELECT NEW.day AS bucket UNION ALL SELECT NEW.day / 100 * 100 UNION ALL SELECT NEW.day / 10000 * 10000) AS b
    WHERE true
    ON CONFLICT DO UPDATE SET
        received_online = received_online + excluded.received_online,
        received_direct = received_direct + excluded.received_direct,
        received_post = received_post + excluded.received_post, early = early + excluded.early,
        on_time = on_time + excluded.on_time, late = late + excluded.late,
        first_late = first_late + excluded.first_late, withdrawn = withdrawn + excluded.withdrawn,
        ineligible = ineligible + excluded.ineligible, refused = refused + excluded.refused,
        handed_over = handed_over + excluded.handed_over, handled_min = handled_min + excluded.handled_min;

    INSERT INTO working_time_counter (bucket, agency_id, field_id, channel, counted_in, working_time_bin, n)
    SELECT b.bucket, b.agency_id, b.field_id, b.channel, NEW.counted_in, NEW.working_time_bin, NEW.times
    FROM (SELECT NEW.day / 100 * 100 AS bucket, NEW.agency_id AS agency_id, NEW.field_id AS field_id, NEW.channel AS channel
          UNION ALL SELECT NEW.day / 10000 * 10000, NEW.agency_id, NEW.field_id, NEW.channel
          UNION ALL SELECT NEW.day, 0, 0, '' FROM counting WHERE counted_in = NEW.counted_in AND is_agency = 0
          UNION ALL SELECT NEW.day / 100 * 100, 0, 0, '' FROM counting WHERE counted_in = NEW.counted_in AND is_agency = 0
          UNION ALL SELECT NEW.day / 10000 * 10000, 0, 0, '' FROM counting WHERE counted_in = NEW.counted_in AND is_agency = 0) AS b
    WHERE NEW.is_end = 1 AND NEW.working_time_bin IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + excluded.n;

    INSERT INTO working_time_procedure (bucket, procedure_id, agency_id, field_id, counted_in, working_time_bin, n)
    SELECT b.bucket, coalesce(NEW.procedure_id, 0), NEW.agency_id, NEW.field_id, NEW.counted_in, NEW.working_time_bin, NEW.times
    FROM (SELECT NEW.day / 100 * 100 AS bucket UNION ALL SELECT NEW.day / 10000 * 10000) AS b
    WHERE NEW.is_end = 1 AND NEW.working_time_bin IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + excluded.n;

    INSERT INTO working_time_person (bucket, person, agency_id, counted_in, working_time_bin, n)
    SELECT b.bucket, coalesce(NEW.person, ''), NEW.agency_id, NEW.counted_in, NEW.working_time_bin, NEW.times
    FROM (SELECT NEW.day / 100 * 100 AS bucket UNION ALL SELECT NEW.day / 10000 * 10000) AS b
    WHERE NEW.is_end = 1 AND NEW.working_time_bin IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;

-- Each only where what it counts has changed: an event that moves no figure costs nothing.
CREATE TRIGGER dossier_received_inserted AFTER INSERT ON dossier WHEN NEW.received_day IS NOT NULL
BEGIN
    INSERT INTO throughput SELECT
        1, NEW.counted_in, 0, NEW.received_day, NEW.received_by, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id,
        NULL, (NEW.channel = 'online'), (NEW.channel = 'direct'), (NEW.channel = 'post'), 0, 0, 0, 0, 0, 0, 0, 0,
        0
    WHERE NEW.received_day IS NOT NULL;
END;

CREATE TRIGGER dossier_received_updated AFTER UPDATE ON dossier
WHEN (OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id, OLD.received_day, OLD.received_by)
     IS NOT (NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id, NEW.received_day, NEW.received_by)
BEGIN
    INSERT INTO throughput SELECT
        -1, OLD.counted_in, 0, OLD.received_day, OLD.received_by, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id,
        NULL, (OLD.channel = 'online'), (OLD.channel = 'direct'), (OLD.channel = 'post'), 0, 0, 0, 0, 0, 0, 0, 0,
        0
    WHERE OLD.received_day IS NOT NULL;
    INSERT INTO throughput SELECT
        1, NEW.counted_in, 0, NEW.received_day, NEW.received_by, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id,
        NULL, (NEW.channel = 'online'), (NEW.channel = 'direct'), (NEW.channel = 'post'), 0, 0, 0, 0, 0, 0, 0, 0,
        0
    WHERE NEW.received_day IS NOT NULL;
END;

CREATE TRIGGER dossier_received_deleted AFTER DELETE ON dossier WHEN OLD.received_day IS NOT NULL
BEGIN
    INSERT INTO throughput SELECT
        -1, OLD.counted_in, 0, OLD.received_day, OLD.received_by, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id,
        NULL, (OLD.channel = 'online'), (OLD.channel = 'direct'), (OLD.channel = 'post'), 0, 0, 0, 0, 0, 0, 0, 0,
        0
    WHERE OLD.received_day IS NOT NULL;
END;

CREATE TRIGGER dossier_ended_inserted AFTER INSERT ON dossier WHEN NEW.ended_day IS NOT NULL AND (NEW.received_day IS NOT NULL OR NEW.end_reason = 'refused')
BEGIN
    INSERT INTO throughput SELECT
        1, NEW.counted_in, 1, NEW.ended_day, NEW.ended_by, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id,
        NEW.working_time_bin, 0, 0, 0, (coalesce(NEW.outcome = 'early', false)),
        (coalesce(NEW.outcome = 'on_time', false)), (coalesce(NEW.outcome = 'late', false)),
        coalesce(NEW.first_late, 0), (NEW.end_reason = 'withdrawn'), (NEW.end_reason = 'ineligible'),
        (NEW.end_reason = 'refused'), 0,
        CASE WHEN NEW.outcome IS NULL THEN 0 ELSE coalesce(NEW.handled_min, 0) END
    WHERE NEW.ended_day IS NOT NULL AND (NEW.received_day IS NOT NULL OR NEW.end_reason = 'refused');
END;

CREATE TRIGGER dossier_ended_updated AFTER UPDATE ON dossier
WHEN (OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id, OLD.ended_day, OLD.ended_by, OLD.end_reason,
      OLD.outcome, OLD.first_late, OLD.handled_min, OLD.working_time_bin, OLD.received_day)
     IS NOT (NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id, NEW.ended_day, NEW.ended_by, NEW.end_reason,
      NEW.outcome, NEW.first_late, NEW.handled_min, NEW.working_time_bin, NEW.received_day)
BEGIN
    INSERT INTO throughput SELECT
        -1, OLD.counted_in, 1, OLD.ended_day, OLD.ended_by, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id,
        OLD.working_time_bin, 0, 0, 0, (coalesce(OLD.outcome = 'early', false)),
        (coalesce(OLD.outcome = 'on_time', false)), (coalesce(OLD.outcome = 'late', false)),
        coalesce(OLD.first_late, 0), (OLD.end_reason = 'withdrawn'), (OLD.end_reason = 'ineligible'),
        (OLD.end_reason = 'refused'), 0,
        CASE WHEN OLD.outcome IS NULL THEN 0 ELSE coalesce(OLD.handled_min, 0) END
    WHERE OLD.ended_day IS NOT NULL AND (OLD.received_day IS NOT NULL OR OLD.end_reason = 'refused');
    INSERT INTO throughput SELECT
        1, NEW.counted_in, 1, NEW.ended_day, NEW.ended_by, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id,
        NEW.working_time_bin, 0, 0, 0, (coalesce(NEW.outcome = 'early', false)),
        (coalesce(NEW.outcome = 'on_time', false)), (coalesce(NEW.outcome = 'late', false)),
        coalesce(NEW.first_late, 0), (NEW.end_reason = 'withdrawn'), (NEW.end_reason = 'ineligible'),
        (NEW.end_reason = 'refused'), 0,
        CASE WHEN NEW.outcome IS NULL THEN 0 ELSE coalesce(NEW.handled_min, 0) END
    WHERE NEW.ended_day IS NOT NULL AND (NEW.received_day IS NOT NULL OR NEW.end_reason = 'refused');
END;

CREATE TRIGGER dossier_ended_deleted AFTER DELETE ON dossier WHEN OLD.ended_day IS NOT NULL AND (OLD.received_day IS NOT NULL OR OLD.end_reason = 'refused')
BEGIN
    INSERT INTO throughput SELECT
        -1, OLD.counted_in, 1, OLD.ended_day, OLD.ended_by, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id,
        OLD.working_time_bin, 0, 0, 0, (coalesce(OLD.outcome = 'early', false)),
        (coalesce(OLD.outcome = 'on_time', false)), (coalesce(OLD.outcome = 'late', false)),
        coalesce(OLD.first_late, 0), (OLD.end_reason = 'withdrawn'), (OLD.end_reason = 'ineligible'),
        (OLD.end_reason = 'refused'), 0,
        CASE WHEN OLD.outcome IS NULL THEN 0 ELSE coalesce(OLD.handled_min, 0) END
    WHERE OLD.ended_day IS NOT NULL AND (OLD.received_day IS NOT NULL OR OLD.end_reason = 'refused');
END;

CREATE TRIGGER dossier_handed_over_inserted AFTER INSERT ON dossier WHEN NEW.handed_over_day IS NOT NULL
BEGIN
    INSERT INTO throughput SELECT
        1, NEW.counted_in, 0, NEW.handed_over_day, NEW.handed_over_by, NEW.agency_id, NEW.field_id, NEW.channel,
        NEW.procedure_id, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
    WHERE NEW.handed_over_day IS NOT NULL;
END;

CREATE TRIGGER dossier_handed_over_updated AFTER UPDATE ON dossier
WHEN (OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id, OLD.handed_over_day, OLD.handed_over_by)
     IS NOT (NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id, NEW.handed_over_day, NEW.handed_over_by)
BEGIN
    INSERT INTO throughput SELECT
        -1, OLD.counted_in, 0, OLD.handed_over_day, OLD.handed_over_by, OLD.agency_id, OLD.field_id, OLD.channel,
        OLD.procedure_id, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
    WHERE OLD.handed_over_day IS NOT NULL;
    INSERT INTO throughput SELECT
        1, NEW.counted_in, 0, NEW.handed_over_day, NEW.handed_over_by, NEW.agency_id, NEW.field_id, NEW.channel,
        NEW.procedure_id, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
    WHERE NEW.handed_over_day IS NOT NULL;
END;

CREATE TRIGGER dossier_handed_over_deleted AFTER DELETE ON dossier WHEN OLD.handed_over_day IS NOT NULL
BEGIN
    INSERT INTO throughput SELECT
        -1, OLD.counted_in, 0, OLD.handed_over_day, OLD.handed_over_by, OLD.agency_id, OLD.field_id, OLD.channel,
        OLD.procedure_id, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
    WHERE OLD.handed_over_day IS NOT NULL;
END;
