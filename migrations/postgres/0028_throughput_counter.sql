-- Throughput by agency, field and channel, by procedure, and by person: kept by triggers on the dossier row in the same transaction,
-- as the board's counters are. bucket: a day yyyymmdd, a month yyyymm00 or a year yyyy0000, in the centre's zone. procedure_id 0: not
-- known. person: who received, ended or handed over. Beside each agency, field and channel there is the sum of all, as agency_id 0,
-- field_id 0, channel ''.
CREATE TABLE throughput_counter (
    bucket          BIGINT NOT NULL,
    agency_id       BIGINT NOT NULL,
    field_id        BIGINT NOT NULL,
    channel         TEXT NOT NULL,
    received_online BIGINT NOT NULL,
    received_direct BIGINT NOT NULL,
    received_post   BIGINT NOT NULL,
    early           BIGINT NOT NULL,
    on_time         BIGINT NOT NULL,
    late            BIGINT NOT NULL,
    first_late      BIGINT NOT NULL,
    withdrawn       BIGINT NOT NULL,
    ineligible      BIGINT NOT NULL,
    refused         BIGINT NOT NULL,
    handed_over     BIGINT NOT NULL,
    handled_min     BIGINT NOT NULL,
    PRIMARY KEY (bucket, agency_id, field_id, channel)
);

CREATE TABLE throughput_procedure (
    bucket          BIGINT NOT NULL,
    procedure_id    BIGINT NOT NULL,
    agency_id       BIGINT NOT NULL,
    field_id        BIGINT NOT NULL,
    received_online BIGINT NOT NULL,
    received_direct BIGINT NOT NULL,
    received_post   BIGINT NOT NULL,
    early           BIGINT NOT NULL,
    on_time         BIGINT NOT NULL,
    late            BIGINT NOT NULL,
    first_late      BIGINT NOT NULL,
    withdrawn       BIGINT NOT NULL,
    ineligible      BIGINT NOT NULL,
    refused         BIGINT NOT NULL,
    handed_over     BIGINT NOT NULL,
    handled_min     BIGINT NOT NULL,
    PRIMARY KEY (bucket, procedure_id, agency_id, field_id)
);

CREATE TABLE throughput_person (
    bucket          BIGINT NOT NULL,
    person          TEXT NOT NULL,
    agency_id       BIGINT NOT NULL,
    received_online BIGINT NOT NULL,
    received_direct BIGINT NOT NULL,
    received_post   BIGINT NOT NULL,
    early           BIGINT NOT NULL,
    on_time         BIGINT NOT NULL,
    late            BIGINT NOT NULL,
    first_late      BIGINT NOT NULL,
    withdrawn       BIGINT NOT NULL,
    ineligible      BIGINT NOT NULL,
    refused         BIGINT NOT NULL,
    handed_over     BIGINT NOT NULL,
    handled_min     BIGINT NOT NULL,
    PRIMARY KEY (bucket, person, agency_id)
);

-- Resolved dossiers by the bin of their working time, by months and years only: of single days there are as many bins as dossiers.
-- Only the sum of all has days, too.
CREATE TABLE working_time_counter (
    bucket           BIGINT NOT NULL,
    agency_id        BIGINT NOT NULL,
    field_id         BIGINT NOT NULL,
    channel          TEXT NOT NULL,
    working_time_bin BIGINT NOT NULL,
    n                BIGINT NOT NULL,
    PRIMARY KEY (bucket, agency_id, field_id, channel, working_time_bin)
);

CREATE TABLE working_time_procedure (
    bucket           BIGINT NOT NULL,
    procedure_id     BIGINT NOT NULL,
    agency_id        BIGINT NOT NULL,
    field_id         BIGINT NOT NULL,
    working_time_bin BIGINT NOT NULL,
    n                BIGINT NOT NULL,
    PRIMARY KEY (bucket, procedure_id, agency_id, field_id, working_time_bin)
);

CREATE TABLE working_time_person (
    bucket           BIGINT NOT NULL,
    person           TEXT NOT NULL,
    agency_id        BIGINT NOT NULL,
    working_time_bin BIGINT NOT NULL,
    n                BIGINT NOT NULL,
    PRIMARY KEY (bucket, person, agency_id, working_time_bin)
);

-- Adds what happened to a dossier on a day (`times` 1), or takes it out (-1): the sums in the order of the columns.
CREATE FUNCTION throughput_put(d dossier, times BIGINT, day BIGINT, who TEXT, n BIGINT[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO throughput_counter AS c
    SELECT b.bucket, p.agency_id, p.field_id, p.channel, times * n[1], times * n[2], times * n[3], times * n[4],
           times * n[5], times * n[6], times * n[7], times * n[8], times * n[9], times * n[10], times * n[11],
           times * n[12]
    FROM (VALUES (day), (day / 100 * 100), (day / 10000 * 10000)) AS b (bucket),
         (VALUES (d.agency_id, d.field_id, d.channel), (0::BIGINT, 0::BIGINT, '')) AS p (agency_id, field_id, channel)
    ON CONFLICT (bucket, agency_id, field_id, channel) DO UPDATE SET
        received_online = c.received_online + excluded.received_online,
        received_direct = c.received_direct + excluded.received_direct,
        received_post = c.received_post + excluded.received_post, early = c.early + excluded.early,
        on_time = c.on_time + excluded.on_time, late = c.late + excluded.late,
        first_late = c.first_late + excluded.first_late, withdrawn = c.withdrawn + excluded.withdrawn,
        ineligible = c.ineligible + excluded.ineligible, refused = c.refused + excluded.refused,
        handed_over = c.handed_over + excluded.handed_over, handled_min = c.handled_min + excluded.handled_min;

    INSERT INTO throughput_procedure AS c
    SELECT b.bucket, coalesce(d.procedure_id, 0), d.agency_id, d.field_id, times * n[1], times * n[2], times * n[3],
           times * n[4], times * n[5], times * n[6], times * n[7], times * n[8], times * n[9], times * n[10],
           times * n[11], times * n[12]
    FROM (VALUES (day), (day / 100 * 100), (day / 10000 * 10000)) AS b (bucket)
    ON CONFLICT (bucket, procedure_id, agency_id, field_id) DO UPDATE SET
        received_online = c.received_online + excluded.received_online,
        received_direct = c.received_direct + excluded.received_direct,
        received_post = c.received_post + excluded.received_post, early = c.early + excluded.early,
        on_time = c.on_time + excluded.on_time, late = c.late + excluded.late,
        first_late = c.first_late + excluded.first_late, withdrawn = c.withdrawn + excluded.withdrawn,
        ineligible = c.ineligible + excluded.ineligible, refused = c.refused + excluded.refused,
        handed_over = c.handed_over + excluded.handed_over, handled_min = c.handled_min + excluded.handled_min;

    INSERT INTO throughput_person AS c
    SELECT b.bucket, coalesce(who, ''), d.agency_id, times * n[1], times * n[2], times * n[3], times * n[4],
           times * n[5], times * n[6], times * n[7], times * n[8], times * n[9], times * n[10], times * n[11],
           times * n[12]
    FROM (VALUES (day), (day / 100 * 100), (day / 10000 * 10000)) AS b (bucket)
    ON CONFLICT (bucket, person, agency_id) DO UPDATE SET
        received_online = c.received_online + excluded.received_online,
        received_direct = c.received_direct + excluded.received_direct,
        received_post = c.received_post + excluded.received_post, early = c.early + excluded.early,
        on_time = c.on_time + excluded.on_time, late = c.late + excluded.late,
        first_late = c.first_late + excluded.first_late, withdrawn = c.withdrawn + excluded.withdrawn,
        ineligible = c.ineligible + excluded.ineligible, refused = c.refused + excluded.refused,
        handed_over = c.handed_over + excluded.handed_over, handled_min = c.handled_min + excluded.handled_min;
END $$;

-- The same of how long it took.
CREATE FUNCTION working_time_put(d dossier, times BIGINT, day BIGINT, who TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO working_time_counter AS c
    SELECT b.bucket, b.agency_id, b.field_id, b.channel, d.working_time_bin, times
    FROM (VALUES (day / 100 * 100, d.agency_id, d.field_id, d.channel),
                 (day / 10000 * 10000, d.agency_id, d.field_id, d.channel),
                 (day, 0::BIGINT, 0::BIGINT, ''), (day / 100 * 100, 0::BIGINT, 0::BIGINT, ''),
                 (day / 10000 * 10000, 0::BIGINT, 0::BIGINT, '')) AS b (bucket, agency_id, field_id, channel)
    ON CONFLICT (bucket, agency_id, field_id, channel, working_time_bin) DO UPDATE SET n = c.n + excluded.n;

    INSERT INTO working_time_procedure AS c
    SELECT b.bucket, coalesce(d.procedure_id, 0), d.agency_id, d.field_id, d.working_time_bin, times
    FROM (VALUES (day / 100 * 100), (day / 10000 * 10000)) AS b (bucket)
    ON CONFLICT (bucket, procedure_id, agency_id, field_id, working_time_bin) DO UPDATE SET n = c.n + excluded.n;

    INSERT INTO working_time_person AS c
    SELECT b.bucket, coalesce(who, ''), d.agency_id, d.working_time_bin, times
    FROM (VALUES (day / 100 * 100), (day / 10000 * 10000)) AS b (bucket)
    ON CONFLICT (bucket, person, agency_id, working_time_bin) DO UPDATE SET n = c.n + excluded.n;
END $$;

CREATE FUNCTION throughput_received(d dossier, times BIGINT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF d.received_day IS NOT NULL THEN
        PERFORM throughput_put(d, times, d.received_day, d.received_by, ARRAY[
            (d.channel = 'online')::int, (d.channel = 'direct')::int, (d.channel = 'post')::int,
            0, 0, 0, 0, 0, 0, 0, 0, 0]);
    END IF;
END $$;

CREATE FUNCTION throughput_ended(d dossier, times BIGINT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF d.ended_day IS NOT NULL AND (d.received_day IS NOT NULL OR d.end_reason = 'refused') THEN
        PERFORM throughput_put(d, times, d.ended_day, d.ended_by, ARRAY[
            0, 0, 0,
            coalesce(d.outcome = 'early', false)::int, coalesce(d.outcome = 'on_time', false)::int,
            coalesce(d.outcome = 'late', false)::int, coalesce(d.first_late, 0),
            (d.end_reason = 'withdrawn')::int, (d.end_reason = 'ineligible')::int, (d.end_reason = 'refused')::int,
            0, CASE WHEN d.outcome IS NULL THEN 0 ELSE coalesce(d.handled_min, 0) END]);
        IF d.working_time_bin IS NOT NULL THEN
            PERFORM working_time_put(d, times, d.ended_day, d.ended_by);
        END IF;
    END IF;
END $$;

CREATE FUNCTION throughput_handed_over(d dossier, times BIGINT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF d.handed_over_day IS NOT NULL THEN
        PERFORM throughput_put(d, times, d.handed_over_day, d.handed_over_by, ARRAY[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    END IF;
END $$;

-- Each only where what it counts has changed: an event that moves no figure costs nothing.
CREATE FUNCTION throughput_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
        OR (OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id, OLD.received_day, OLD.received_by)
        IS DISTINCT FROM (NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id, NEW.received_day, NEW.received_by)
    THEN
        IF TG_OP <> 'INSERT' THEN
            PERFORM throughput_received(OLD, -1);
        END IF;
        IF TG_OP <> 'DELETE' THEN
            PERFORM throughput_received(NEW, 1);
        END IF;
    END IF;
    IF TG_OP <> 'UPDATE'
        OR (OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id, OLD.received_day, OLD.ended_day, OLD.ended_by,
            OLD.end_reason, OLD.outcome, OLD.first_late, OLD.handled_min, OLD.working_time_bin)
        IS DISTINCT FROM (NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id, NEW.received_day, NEW.ended_day, NEW.ended_by,
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
        OR (OLD.agency_id, OLD.field_id, OLD.channel, OLD.procedure_id, OLD.handed_over_day, OLD.handed_over_by)
        IS DISTINCT FROM (NEW.agency_id, NEW.field_id, NEW.channel, NEW.procedure_id, NEW.handed_over_day, NEW.handed_over_by)
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

-- A bulk load adds its dossiers to the counters itself, in the same transaction, and says so.
CREATE TRIGGER dossier_throughput AFTER INSERT OR UPDATE OR DELETE ON dossier
    FOR EACH ROW WHEN (current_setting('sanh.counting', true) IS DISTINCT FROM 'bulk')
    EXECUTE FUNCTION throughput_changed();
