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

-- The rule, once: whose counters a dossier adds to, the centre's (0) and its agency's.
CREATE FUNCTION counting(counted_in TEXT, agency_id BIGINT) RETURNS SETOF BIGINT LANGUAGE sql IMMUTABLE AS $$
    SELECT 0::BIGINT WHERE counted_in IN ('both', 'centre')
    UNION ALL SELECT agency_id WHERE counted_in IN ('both', 'agency')
$$;

-- Adds one dossier to the counters (`times` 1) or takes it out of them (-1).
CREATE OR REPLACE FUNCTION dossier_counted(d dossier, times BIGINT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO flow_counter AS c
    SELECT a.id, b.bucket, b.field_id,
           times * (d.channel = 'online')::int, times * (d.channel <> 'online')::int, 0, 0, 0, 0, 0, 0
    FROM counting(d.counted_in, d.agency_id) AS a (id),
         (VALUES (d.received_day, d.field_id), (d.received_day, 0::BIGINT),
                 (d.received_day / 100 * 100, d.field_id),
                 (d.received_day / 10000 * 10000, d.field_id)) AS b (bucket, field_id)
    WHERE d.received_day IS NOT NULL
    ON CONFLICT (agency_id, bucket, field_id) DO UPDATE SET
        received_online = c.received_online + excluded.received_online,
        received_direct = c.received_direct + excluded.received_direct;

    INSERT INTO flow_counter AS c
    SELECT a.id, b.bucket, b.field_id, 0, 0,
           times * coalesce(d.outcome = 'early', false)::int,
           times * coalesce(d.outcome = 'on_time', false)::int,
           times * coalesce(d.outcome = 'late', false)::int,
           times * (d.end_reason = 'withdrawn')::int,
           times * (d.end_reason = 'ineligible')::int,
           times * (d.end_reason = 'refused')::int
    FROM counting(d.counted_in, d.agency_id) AS a (id),
         (VALUES (d.ended_day, d.field_id), (d.ended_day, 0::BIGINT),
                 (d.ended_day / 100 * 100, d.field_id),
                 (d.ended_day / 10000 * 10000, d.field_id)) AS b (bucket, field_id)
    WHERE d.ended_day IS NOT NULL AND (d.received_day IS NOT NULL OR d.end_reason = 'refused')
    ON CONFLICT (agency_id, bucket, field_id) DO UPDATE SET
        early = c.early + excluded.early,
        on_time = c.on_time + excluded.on_time,
        late = c.late + excluded.late,
        withdrawn = c.withdrawn + excluded.withdrawn,
        ineligible = c.ineligible + excluded.ineligible,
        refused = c.refused + excluded.refused;

    INSERT INTO handling_counter AS c
    SELECT a.id, b.bucket, d.field_id, d.handling_bin, times
    FROM counting(d.counted_in, d.agency_id) AS a (id),
         (VALUES (d.ended_day), (d.ended_day / 100 * 100), (d.ended_day / 10000 * 10000)) AS b (bucket)
    WHERE d.outcome IS NOT NULL AND d.handling_bin IS NOT NULL
    ON CONFLICT (agency_id, bucket, field_id, handling_bin) DO UPDATE SET n = c.n + excluded.n;

    INSERT INTO open_counter AS c
    SELECT a.id, d.field_id,
           times * (d.clock = 'running')::int,
           times * (d.clock = 'stopped' AND d.paused_overdue = 0)::int,
           times * (d.clock = 'stopped' AND d.paused_overdue = 1)::int,
           times * (d.ended_day IS NULL AND d.received_day IS NOT NULL AND d.due_at IS NULL)::int,
           times * (d.ended_day IS NULL AND d.received_day IS NULL)::int,
           times * (d.status = 9)::int
    FROM counting(d.counted_in, d.agency_id) AS a (id)
    WHERE d.ended_day IS NULL OR d.status = 9
    ON CONFLICT (agency_id, field_id) DO UPDATE SET
        running = c.running + excluded.running,
        paused_within = c.paused_within + excluded.paused_within,
        paused_overdue = c.paused_overdue + excluded.paused_overdue,
        no_due = c.no_due + excluded.no_due,
        registered_waiting = c.registered_waiting + excluded.registered_waiting,
        waiting_collection = c.waiting_collection + excluded.waiting_collection;
END $$;

-- The counters of throughput know the word itself: rows of agencies are added up for the centre, too.
ALTER TABLE throughput_counter ADD COLUMN counted_in TEXT NOT NULL DEFAULT 'both';
ALTER TABLE throughput_counter DROP CONSTRAINT throughput_counter_pkey;
ALTER TABLE throughput_counter ADD PRIMARY KEY (bucket, agency_id, field_id, channel, counted_in);
ALTER TABLE throughput_procedure ADD COLUMN counted_in TEXT NOT NULL DEFAULT 'both';
ALTER TABLE throughput_procedure DROP CONSTRAINT throughput_procedure_pkey;
ALTER TABLE throughput_procedure ADD PRIMARY KEY (bucket, procedure_id, agency_id, field_id, counted_in);
ALTER TABLE throughput_person ADD COLUMN counted_in TEXT NOT NULL DEFAULT 'both';
ALTER TABLE throughput_person DROP CONSTRAINT throughput_person_pkey;
ALTER TABLE throughput_person ADD PRIMARY KEY (bucket, person, agency_id, counted_in);
ALTER TABLE working_time_counter ADD COLUMN counted_in TEXT NOT NULL DEFAULT 'both';
ALTER TABLE working_time_counter DROP CONSTRAINT working_time_counter_pkey;
ALTER TABLE working_time_counter ADD PRIMARY KEY (bucket, agency_id, field_id, channel, working_time_bin, counted_in);
ALTER TABLE working_time_procedure ADD COLUMN counted_in TEXT NOT NULL DEFAULT 'both';
ALTER TABLE working_time_procedure DROP CONSTRAINT working_time_procedure_pkey;
ALTER TABLE working_time_procedure ADD PRIMARY KEY (bucket, procedure_id, agency_id, field_id, working_time_bin, counted_in);
ALTER TABLE working_time_person ADD COLUMN counted_in TEXT NOT NULL DEFAULT 'both';
ALTER TABLE working_time_person DROP CONSTRAINT working_time_person_pkey;
ALTER TABLE working_time_person ADD PRIMARY KEY (bucket, person, agency_id, working_time_bin, counted_in);

-- Adds what happened to a dossier on a day (`times` 1), or takes it out (-1): the sums in the order of the columns.
CREATE OR REPLACE FUNCTION throughput_put(d dossier, times BIGINT, day BIGINT, who TEXT, n BIGINT[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF d.counted_in = 'none' THEN
        RETURN;
    END IF;
    INSERT INTO throughput_counter AS c
        (bucket, agency_id, field_id, channel, counted_in,
         received_online, received_direct, received_post, early, on_time, late, first_late, withdrawn,
         ineligible, refused, handed_over, handled_min)
    SELECT b.bucket, p.agency_id, p.field_id, p.channel, d.counted_in, times * n[1], times * n[2], times * n[3], times * n[4],
           times * n[5], times * n[6], times * n[7], times * n[8], times * n[9], times * n[10], times * n[11],
           times * n[12]
    FROM (VALUES (day), (day / 100 * 100), (day / 10000 * 10000)) AS b (bucket),
         (SELECT d.agency_id, d.field_id, d.channel
          UNION ALL SELECT a.id, 0::BIGINT, '' FROM counting(d.counted_in, d.agency_id) AS a (id) WHERE a.id = 0) AS p (agency_id, field_id, channel)
    ON CONFLICT (bucket, agency_id, field_id, channel, counted_in) DO UPDATE SET
        received_online = c.received_online + excluded.received_online,
        received_direct = c.received_direct + excluded.received_direct,
        received_post = c.received_post + excluded.received_post, early = c.early + excluded.early,
        on_time = c.on_time + excluded.on_time, late = c.late + excluded.late,
        first_late = c.first_late + excluded.first_late, withdrawn = c.withdrawn + excluded.withdrawn,
        ineligible = c.ineligible + excluded.ineligible, refused = c.refused + excluded.refused,
        handed_over = c.handed_over + excluded.handed_over, handled_min = c.handled_min + excluded.handled_min;

    INSERT INTO throughput_procedure AS c
        (bucket, procedure_id, agency_id, field_id, counted_in,
         received_online, received_direct, received_post, early, on_time, late, first_late, withdrawn,
         ineligible, refused, handed_over, handled_min)
    SELECT b.bucket, coalesce(d.procedure_id, 0), d.agency_id, d.field_id, d.counted_in, times * n[1], times * n[2], times * n[3],
           times * n[4], times * n[5], times * n[6], times * n[7], times * n[8], times * n[9], times * n[10],
           times * n[11], times * n[12]
    FROM (VALUES (day), (day / 100 * 100), (day / 10000 * 10000)) AS b (bucket)
    ON CONFLICT (bucket, procedure_id, agency_id, field_id, counted_in) DO UPDATE SET
        received_online = c.received_online + excluded.received_online,
        received_direct = c.received_direct + excluded.received_direct,
        received_post = c.received_post + excluded.received_post, early = c.early + excluded.early,
        on_time = c.on_time + excluded.on_time, late = c.late + excluded.late,
        first_late = c.first_late + excluded.first_late, withdrawn = c.withdrawn + excluded.withdrawn,
        ineligible = c.ineligible + excluded.ineligible, refused = c.refused + excluded.refused,
        handed_over = c.handed_over + excluded.handed_over, handled_min = c.handled_min + excluded.handled_min;

    INSERT INTO throughput_person AS c
        (bucket, person, agency_id, counted_in,
         received_online, received_direct, received_post, early, on_time, late, first_late, withdrawn,
         ineligible, refused, handed_over, handled_min)
    SELECT b.bucket, coalesce(who, ''), d.agency_id, d.counted_in, times * n[1], times * n[2], times * n[3], times * n[4],
           times * n[5], times * n[6], times * n[7], times * n[8], times * n[9], times * n[10], times * n[11],
           times * n[12]
    FROM (VALUES (day), (day / 100 * 100), (day / 10000 * 10000)) AS b (bucket)
    ON CONFLICT (bucket, person, agency_id, counted_in) DO UPDATE SET
        received_online = c.received_online + excluded.received_online,
        received_direct = c.received_direct + excluded.received_direct,
        received_post = c.received_post + excluded.received_post, early = c.early + excluded.early,
        on_time = c.on_time + excluded.on_time, late = c.late + excluded.late,
        first_late = c.first_late + excluded.first_late, withdrawn = c.withdrawn + excluded.withdrawn,
        ineligible = c.ineligible + excluded.ineligible, refused = c.refused + excluded.refused,
        handed_over = c.handed_over + excluded.handed_over, handled_min = c.handled_min + excluded.handled_min;
END $$;

-- The same of how long it took.
CREATE OR REPLACE FUNCTION working_time_put(d dossier, times BIGINT, day BIGINT, who TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF d.counted_in = 'none' THEN
        RETURN;
    END IF;
    INSERT INTO working_time_counter AS c (bucket, agency_id, field_id, channel, counted_in, working_time_bin, n)
    SELECT b.bucket, b.agency_id, b.field_id, b.channel, d.counted_in, d.working_time_bin, times
    FROM (SELECT e.bucket, d.agency_id, d.field_id, d.channel FROM (VALUES (day / 100 * 100), (day / 10000 * 10000)) AS e (bucket)
          UNION ALL
          SELECT e.bucket, a.id, 0::BIGINT, '' FROM counting(d.counted_in, d.agency_id) AS a (id),
                 (VALUES (day), (day / 100 * 100), (day / 10000 * 10000)) AS e (bucket)
          WHERE a.id = 0) AS b (bucket, agency_id, field_id, channel)
    ON CONFLICT (bucket, agency_id, field_id, channel, counted_in, working_time_bin) DO UPDATE SET n = c.n + excluded.n;

    INSERT INTO working_time_procedure AS c (bucket, procedure_id, agency_id, field_id, counted_in, working_time_bin, n)
    SELECT b.bucket, coalesce(d.procedure_id, 0), d.agency_id, d.field_id, d.counted_in, d.working_time_bin, times
    FROM (VALUES (day / 100 * 100), (day / 10000 * 10000)) AS b (bucket)
    ON CONFLICT (bucket, procedure_id, agency_id, field_id, counted_in, working_time_bin) DO UPDATE SET n = c.n + excluded.n;

    INSERT INTO working_time_person AS c (bucket, person, agency_id, counted_in, working_time_bin, n)
    SELECT b.bucket, coalesce(who, ''), d.agency_id, d.counted_in, d.working_time_bin, times
    FROM (VALUES (day / 100 * 100), (day / 10000 * 10000)) AS b (bucket)
    ON CONFLICT (bucket, person, agency_id, counted_in, working_time_bin) DO UPDATE SET n = c.n + excluded.n;
END $$;

-- Each only where what it counts has changed: an event that moves no figure costs nothing.
CREATE OR REPLACE FUNCTION throughput_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
        OR (OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id, OLD.received_day, OLD.received_by)
        IS DISTINCT FROM (NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id, NEW.received_day, NEW.received_by)
    THEN
        IF TG_OP <> 'INSERT' THEN
            PERFORM throughput_received(OLD, -1);
        END IF;
        IF TG_OP <> 'DELETE' THEN
            PERFORM throughput_received(NEW, 1);
        END IF;
    END IF;
    IF TG_OP <> 'UPDATE'
        OR (OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id, OLD.received_day, OLD.ended_day, OLD.ended_by,
            OLD.end_reason, OLD.outcome, OLD.first_late, OLD.handled_min, OLD.working_time_bin)
        IS DISTINCT FROM (NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id, NEW.received_day, NEW.ended_day, NEW.ended_by,
            NEW.end_reason, NEW.outcome, NEW.first_late, NEW.handled_min, NEW.working_time_bin)
    THEN
        IF TG_OP <> 'INSERT' THEN
            PERFORM throughput_ended(OLD, -1);
        END IF;
        IF TG_OP <> 'DELETE' THEN
            PERFORM throughput_ended(NEW, 1);
        END IF;
    END IF;
    IF TG_OP <> 'UPDATE'
        OR (OLD.counted_in, OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id, OLD.handed_over_day, OLD.handed_over_by)
        IS DISTINCT FROM (NEW.counted_in, NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id, NEW.handed_over_day, NEW.handed_over_by)
    THEN
        IF TG_OP <> 'INSERT' THEN
            PERFORM throughput_handed_over(OLD, -1);
        END IF;
        IF TG_OP <> 'DELETE' THEN
            PERFORM throughput_handed_over(NEW, 1);
        END IF;
    END IF;
    RETURN NULL;
END $$;
