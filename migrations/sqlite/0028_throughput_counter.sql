-- Throughput by agency, field and channel, by procedure, and by person: kept by triggers on the dossier row in the same transaction,
-- as the board's counters are. bucket: a day yyyymmdd, a month yyyymm00 or a year yyyy0000, in the centre's zone. procedure_id 0: not
-- known. person: who received, ended or handed over. Beside each agency, field and channel there is the sum of all, as agency_id 0,
-- field_id 0, channel ''.
CREATE TABLE throughput_counter (
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
    PRIMARY KEY (bucket, agency_id, field_id, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE throughput_procedure (
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
    PRIMARY KEY (bucket, procedure_id, agency_id, field_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE throughput_person (
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
    PRIMARY KEY (bucket, person, agency_id)
) STRICT, WITHOUT ROWID;

-- Resolved dossiers by the bin of their working time, by months and years only: of single days there are as many bins as dossiers.
-- Only the sum of all has days, too.
CREATE TABLE working_time_counter (
    bucket           INTEGER NOT NULL,
    agency_id        INTEGER NOT NULL,
    field_id         INTEGER NOT NULL,
    channel          TEXT NOT NULL,
    working_time_bin INTEGER NOT NULL,
    n                INTEGER NOT NULL,
    PRIMARY KEY (bucket, agency_id, field_id, channel, working_time_bin)
) STRICT, WITHOUT ROWID;

CREATE TABLE working_time_procedure (
    bucket           INTEGER NOT NULL,
    procedure_id     INTEGER NOT NULL,
    agency_id        INTEGER NOT NULL,
    field_id         INTEGER NOT NULL,
    working_time_bin INTEGER NOT NULL,
    n                INTEGER NOT NULL,
    PRIMARY KEY (bucket, procedure_id, agency_id, field_id, working_time_bin)
) STRICT, WITHOUT ROWID;

CREATE TABLE working_time_person (
    bucket           INTEGER NOT NULL,
    person           TEXT NOT NULL,
    agency_id        INTEGER NOT NULL,
    working_time_bin INTEGER NOT NULL,
    n                INTEGER NOT NULL,
    PRIMARY KEY (bucket, person, agency_id, working_time_bin)
) STRICT, WITHOUT ROWID;

-- A row put into this view adds what happened to one dossier on a day (`times` 1), or takes it out (-1).
CREATE VIEW throughput AS
SELECT 0 AS times, 0 AS is_end, agency_id AS day, '' AS person, agency_id, field_id, channel, procedure_id, working_time_bin,
       0 AS received_online, 0 AS received_direct, 0 AS received_post, 0 AS early, 0 AS on_time,
       0 AS late, 0 AS first_late, 0 AS withdrawn, 0 AS ineligible, 0 AS refused,
       0 AS handed_over, 0 AS handled_min
FROM dossier WHERE 0;

CREATE TRIGGER throughput_put INSTEAD OF INSERT ON throughput
BEGIN
    INSERT INTO throughput_counter
    SELECT b.bucket, p.agency_id, p.field_id, p.channel, NEW.times * NEW.received_online,
           NEW.times * NEW.received_direct, NEW.times * NEW.received_post, NEW.times * NEW.early,
           NEW.times * NEW.on_time, NEW.times * NEW.late, NEW.times * NEW.first_late, NEW.times * NEW.withdrawn,
           NEW.times * NEW.ineligible, NEW.times * NEW.refused, NEW.times * NEW.handed_over,
           NEW.times * NEW.handled_min
    FROM (SELECT NEW.day AS bucket UNION ALL SELECT NEW.day / 100 * 100 UNION ALL SELECT NEW.day / 10000 * 10000) AS b,
         (SELECT NEW.agency_id AS agency_id, NEW.field_id AS field_id, NEW.channel AS channel UNION ALL SELECT 0, 0, '') AS p
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
    SELECT b.bucket, coalesce(NEW.procedure_id, 0), NEW.agency_id, NEW.field_id, NEW.times * NEW.received_online,
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
    SELECT b.bucket, coalesce(NEW.person, ''), NEW.agency_id, NEW.times * NEW.received_online,
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

    INSERT INTO working_time_counter
    SELECT b.bucket, b.agency_id, b.field_id, b.channel, NEW.working_time_bin, NEW.times
    FROM (SELECT NEW.day / 100 * 100 AS bucket, NEW.agency_id AS agency_id, NEW.field_id AS field_id, NEW.channel AS channel
          UNION ALL SELECT NEW.day / 10000 * 10000, NEW.agency_id, NEW.field_id, NEW.channel
          UNION ALL SELECT NEW.day, 0, 0, ''
          UNION ALL SELECT NEW.day / 100 * 100, 0, 0, ''
          UNION ALL SELECT NEW.day / 10000 * 10000, 0, 0, '') AS b
    WHERE NEW.is_end = 1 AND NEW.working_time_bin IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + excluded.n;

    INSERT INTO working_time_procedure
    SELECT b.bucket, coalesce(NEW.procedure_id, 0), NEW.agency_id, NEW.field_id, NEW.working_time_bin, NEW.times
    FROM (SELECT NEW.day / 100 * 100 AS bucket UNION ALL SELECT NEW.day / 10000 * 10000) AS b
    WHERE NEW.is_end = 1 AND NEW.working_time_bin IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + excluded.n;

    INSERT INTO working_time_person
    SELECT b.bucket, coalesce(NEW.person, ''), NEW.agency_id, NEW.working_time_bin, NEW.times
    FROM (SELECT NEW.day / 100 * 100 AS bucket UNION ALL SELECT NEW.day / 10000 * 10000) AS b
    WHERE NEW.is_end = 1 AND NEW.working_time_bin IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;

-- Each only where what it counts has changed: an event that moves no figure costs nothing.
CREATE TRIGGER dossier_received_inserted AFTER INSERT ON dossier WHEN NEW.received_day IS NOT NULL
BEGIN
    INSERT INTO throughput SELECT
        1, 0, NEW.received_day, NEW.received_by, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id,
        NULL, (NEW.channel = 'online'), (NEW.channel = 'direct'), (NEW.channel = 'post'), 0, 0, 0, 0, 0, 0, 0, 0,
        0
    WHERE NEW.received_day IS NOT NULL;
END;

CREATE TRIGGER dossier_received_updated AFTER UPDATE ON dossier
WHEN (OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id, OLD.received_day, OLD.received_by)
     IS NOT (NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id, NEW.received_day, NEW.received_by)
BEGIN
    INSERT INTO throughput SELECT
        -1, 0, OLD.received_day, OLD.received_by, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id,
        NULL, (OLD.channel = 'online'), (OLD.channel = 'direct'), (OLD.channel = 'post'), 0, 0, 0, 0, 0, 0, 0, 0,
        0
    WHERE OLD.received_day IS NOT NULL;
    INSERT INTO throughput SELECT
        1, 0, NEW.received_day, NEW.received_by, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id,
        NULL, (NEW.channel = 'online'), (NEW.channel = 'direct'), (NEW.channel = 'post'), 0, 0, 0, 0, 0, 0, 0, 0,
        0
    WHERE NEW.received_day IS NOT NULL;
END;

CREATE TRIGGER dossier_received_deleted AFTER DELETE ON dossier WHEN OLD.received_day IS NOT NULL
BEGIN
    INSERT INTO throughput SELECT
        -1, 0, OLD.received_day, OLD.received_by, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id,
        NULL, (OLD.channel = 'online'), (OLD.channel = 'direct'), (OLD.channel = 'post'), 0, 0, 0, 0, 0, 0, 0, 0,
        0
    WHERE OLD.received_day IS NOT NULL;
END;

CREATE TRIGGER dossier_ended_inserted AFTER INSERT ON dossier WHEN NEW.ended_day IS NOT NULL AND (NEW.received_day IS NOT NULL OR NEW.end_reason = 'refused')
BEGIN
    INSERT INTO throughput SELECT
        1, 1, NEW.ended_day, NEW.ended_by, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id,
        NEW.working_time_bin, 0, 0, 0, (coalesce(NEW.outcome = 'early', false)),
        (coalesce(NEW.outcome = 'on_time', false)), (coalesce(NEW.outcome = 'late', false)),
        coalesce(NEW.first_late, 0), (NEW.end_reason = 'withdrawn'), (NEW.end_reason = 'ineligible'),
        (NEW.end_reason = 'refused'), 0,
        CASE WHEN NEW.outcome IS NULL THEN 0 ELSE coalesce(NEW.handled_min, 0) END
    WHERE NEW.ended_day IS NOT NULL AND (NEW.received_day IS NOT NULL OR NEW.end_reason = 'refused');
END;

CREATE TRIGGER dossier_ended_updated AFTER UPDATE ON dossier
WHEN (OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id, OLD.ended_day, OLD.ended_by, OLD.end_reason,
      OLD.outcome, OLD.first_late, OLD.handled_min, OLD.working_time_bin, OLD.received_day)
     IS NOT (NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id, NEW.ended_day, NEW.ended_by, NEW.end_reason,
      NEW.outcome, NEW.first_late, NEW.handled_min, NEW.working_time_bin, NEW.received_day)
BEGIN
    INSERT INTO throughput SELECT
        -1, 1, OLD.ended_day, OLD.ended_by, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id,
        OLD.working_time_bin, 0, 0, 0, (coalesce(OLD.outcome = 'early', false)),
        (coalesce(OLD.outcome = 'on_time', false)), (coalesce(OLD.outcome = 'late', false)),
        coalesce(OLD.first_late, 0), (OLD.end_reason = 'withdrawn'), (OLD.end_reason = 'ineligible'),
        (OLD.end_reason = 'refused'), 0,
        CASE WHEN OLD.outcome IS NULL THEN 0 ELSE coalesce(OLD.handled_min, 0) END
    WHERE OLD.ended_day IS NOT NULL AND (OLD.received_day IS NOT NULL OR OLD.end_reason = 'refused');
    INSERT INTO throughput SELECT
        1, 1, NEW.ended_day, NEW.ended_by, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id,
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
        -1, 1, OLD.ended_day, OLD.ended_by, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id,
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
        1, 0, NEW.handed_over_day, NEW.handed_over_by, NEW.agency_id, NEW.field_id, NEW.channel,
        NEW.procedure_id, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
    WHERE NEW.handed_over_day IS NOT NULL;
END;

CREATE TRIGGER dossier_handed_over_updated AFTER UPDATE ON dossier
WHEN (OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id, OLD.handed_over_day, OLD.handed_over_by)
     IS NOT (NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id, NEW.handed_over_day, NEW.handed_over_by)
BEGIN
    INSERT INTO throughput SELECT
        -1, 0, OLD.handed_over_day, OLD.handed_over_by, OLD.agency_id, OLD.field_id, OLD.channel,
        OLD.procedure_id, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
    WHERE OLD.handed_over_day IS NOT NULL;
    INSERT INTO throughput SELECT
        1, 0, NEW.handed_over_day, NEW.handed_over_by, NEW.agency_id, NEW.field_id, NEW.channel,
        NEW.procedure_id, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
    WHERE NEW.handed_over_day IS NOT NULL;
END;

CREATE TRIGGER dossier_handed_over_deleted AFTER DELETE ON dossier WHEN OLD.handed_over_day IS NOT NULL
BEGIN
    INSERT INTO throughput SELECT
        -1, 0, OLD.handed_over_day, OLD.handed_over_by, OLD.agency_id, OLD.field_id, OLD.channel,
        OLD.procedure_id, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0
    WHERE OLD.handed_over_day IS NOT NULL;
END;
